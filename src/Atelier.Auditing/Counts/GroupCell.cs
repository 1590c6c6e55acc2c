namespace Atelier.Auditing;

/// <summary>The rows of one label in one group.</summary>
internal sealed class GroupCell
{
    /// <summary>Rows that have the label in truth.</summary>
    public BlockCount? Truth { get; private set; }

    /// <summary>Rows that are predicted to have it.</summary>
    public BlockCount? Predicted { get; private set; }

    /// <summary>Rows where both are true.</summary>
    public BlockCount? Hits { get; private set; }

    /// <summary>Rows that have the label in truth, and that are predicted to be of this group.</summary>
    public BlockCount? Guessed { get; private set; }

    public void AddTruth(int block) => (Truth ??= new()).Add(block);

    public void AddPredicted(int block) => (Predicted ??= new()).Add(block);

    public void AddHit(int block) => (Hits ??= new()).Add(block);

    public void AddGuessed(int block) => (Guessed ??= new()).Add(block);
}
