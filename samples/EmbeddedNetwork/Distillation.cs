using Atelier.Data;
using Atelier.Stylization;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>
/// The student's features should match those of the teacher's chosen channels, and their Gram matrices too. Both losses are relative
/// to the teacher's, so that all layers count alike.
/// </summary>
internal sealed class Distillation : Objective
{
    // relu1_1, relu2_1, relu3_1, relu3_4: what the default recipe takes the style from.
    private static readonly int[] Style = [0, 2, 4, 7];

    private readonly Student _student;
    private readonly Teacher _teacher;
    private readonly IReadOnlyList<Tensor> _channels;
    private readonly double _gramWeight;

    /// <param name="student">Trained; stays the caller's.</param>
    /// <param name="teacher">Stays the caller's.</param>
    /// <param name="channels">The teacher's channels that each layer of the student stands for.</param>
    /// <param name="gramWeight">How much the Gram matrices count beside the features.</param>
    public Distillation(Student student, Teacher teacher, IReadOnlyList<Tensor> channels, double gramWeight) =>
        (_student, _teacher, _channels, _gramWeight) = (student, teacher, channels, gramWeight);

    /// <inheritdoc/>
    public override nn.Module Network => _student;

    /// <inheritdoc/>
    public override Tensor TrainingLoss(Batch batch)
    {
        var (features, gram) = Losses(batch.Inputs);
        return features + gram * _gramWeight;
    }

    /// <inheritdoc/>
    public override (Tensor Loss, Tensor Output) Validate(Batch batch)
    {
        var (features, gram) = Losses(batch.Inputs);
        return (features + gram * _gramWeight, stack([features, gram]).expand(batch.Size, 2));
    }

    private (Tensor Features, Tensor Gram) Losses(Tensor image)
    {
        using var scope = NewDisposeScope();
        var targets = _teacher.Features(image).Zip(_channels, (target, channels) => target.index_select(1, channels)).ToList();
        var outputs = _student.Features(image);
        var features = outputs.Zip(targets, (output, target) => (output - target).square().mean() / target.square().mean());
        var grams = Style.Select(layer =>
        {
            var (output, target) = (GramMatrix.Compute(outputs[layer]), GramMatrix.Compute(targets[layer]));
            return ((output - target).square().mean([1, 2]) / target.square().mean([1, 2])).mean();
        });
        return (stack([.. features]).mean().MoveToOuterDisposeScope(), stack([.. grams]).mean().MoveToOuterDisposeScope());
    }
}
