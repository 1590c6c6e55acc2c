namespace Atelier.Auditing;

/// <summary>The counts of each label in each resample. A row is drawn for all labels at once, and for prediction and truth alike.</summary>
internal sealed class LabelSampler
{
    private readonly Contingency _table;
    private readonly Contingency _training;
    private readonly Resampling _draws;
    private readonly Resampling _trainingDraws;
    private readonly int[] _groups;
    private readonly int[] _trainingGroups;
    private readonly Dictionary<string, int> _trainingLabels;
    private readonly double[][] _rows;
    private readonly double[][] _trainingRows;

    /// <param name="table">Truth and predictions.</param>
    /// <param name="training">The training data; the table itself if there is none.</param>
    /// <param name="groups">The groups to compare.</param>
    /// <param name="options">Resamples and seed.</param>
    public LabelSampler(Contingency table, Contingency training, IReadOnlyList<string> groups, AuditOptions options)
    {
        (_table, _training) = (table, training);
        _draws = new(options.Resamples, options.Seed);
        // Two tables are two samples: they are drawn independently.
        _trainingDraws = training == table ? _draws : new(options.Resamples, ~options.Seed);
        _groups = NumbersOf(table.Groups, groups);
        _trainingGroups = NumbersOf(training.Groups, groups);
        _trainingLabels = training.Labels.Index().ToDictionary(label => label.Item, label => label.Index);
        _rows = RowsIn(_table, _groups, _draws);
        _trainingRows = RowsIn(_training, _trainingGroups, _trainingDraws);
    }

    /// <summary>How many resamples there are.</summary>
    public int Resamples => _draws.Count;

    /// <summary>Fills in the counts of a label.</summary>
    /// <param name="label">Its name.</param>
    /// <param name="number">Its number in the table of predictions; below 0 if the table lacks it.</param>
    /// <param name="resample">Which resample; -1 for the table itself.</param>
    /// <param name="counts">To fill in.</param>
    public void Fill(string label, int number, int resample, LabelCounts counts)
    {
        var trainingLabel = _trainingLabels.GetValueOrDefault(label, -1);
        for (var group = 0; group < _groups.Length; group++)
        {
            var cell = _table.Cell(number, _groups[group]);
            counts.Training[group] = _trainingDraws.Of(_training.Cell(trainingLabel, _trainingGroups[group])?.Truth, resample);
            counts.TrainingRows[group] = _trainingRows[resample + 1][group];
            counts.Truth[group] = _draws.Of(cell?.Truth, resample);
            counts.Predicted[group] = _draws.Of(cell?.Predicted, resample);
            counts.Hits[group] = _draws.Of(cell?.Hits, resample);
            counts.Guessed[group] = _draws.Of(cell?.Guessed, resample);
            counts.Rows[group] = _rows[resample + 1][group];
        }
    }

    /// <summary>The part of a group's rows that is predicted correctly.</summary>
    public double Accuracy(int group, int resample) => _draws.Of(_table.CorrectOf(_groups[group]), resample) / _rows[resample + 1][group];

    /// <summary>The part of all rows that is predicted correctly.</summary>
    public double Accuracy(int resample) => _groups.Sum(group => _draws.Of(_table.CorrectOf(group), resample)) / _rows[resample + 1].Sum();

    private static int[] NumbersOf(IReadOnlyList<string> names, IReadOnlyList<string> wanted)
    {
        var numbers = names.Index().ToDictionary(name => name.Item, name => name.Index);
        return [.. wanted.Select(name => numbers.GetValueOrDefault(name, -1))];
    }

    // The first is the table itself, the others are its resamples.
    private static double[][] RowsIn(Contingency table, int[] groups, Resampling draws) =>
        [.. Enumerable.Range(-1, draws.Count + 1).Select(resample => groups.Select(group => draws.Of(table.RowsOf(group), resample)).ToArray())];
}
