using Atelier.Training;

namespace Atelier.Runs;

/// <summary>A kind of part that text can have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Example">One that is right.</param>
/// <param name="Build">Makes its phases from its values and the phases after it.</param>
/// <param name="Keys">What may stand in its brackets.</param>
internal sealed record RecipeForm(
    string Name, string Example, Func<RecipeValues, IReadOnlyList<TrainingPhase>, IReadOnlyList<TrainingPhase>> Build, params string[] Keys);
