using Atelier.Data;
using Atelier.Models;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Samples.InstantNetwork;

/// <summary>One stage learns to paint over what the stages before it, which are done, have painted.</summary>
internal sealed class InstantObjective : Objective
{
    // Values that no picture has.
    private const double RangeWeight = 10;

    private readonly Models.InstantNetwork _network;
    private readonly FeatureEncoder _encoder;
    private readonly StyleTeacher _teacher;
    private readonly StageRecipe _recipe;

    /// <param name="network">All stages; the caller's.</param>
    /// <param name="encoder">The embedded network; the caller's.</param>
    /// <param name="teacher">Judges; the caller's.</param>
    /// <param name="recipe">The stage.</param>
    public InstantObjective(Models.InstantNetwork network, FeatureEncoder encoder, StyleTeacher teacher, StageRecipe recipe) =>
        (_network, _encoder, _teacher, _recipe) = (network, encoder, teacher, recipe);

    /// <inheritdoc/>
    public override nn.Module Network => _network.StageAt(_recipe.Index);

    /// <summary>Pairs in a step.</summary>
    public int BatchSize => _recipe.BatchSize;

    /// <summary>What was said of the latest batch.</summary>
    public Judgment Latest { get; private set; }

    /// <inheritdoc/>
    public override Tensor TrainingLoss(Batch batch)
    {
        var (photo, painting) = (batch.Inputs, batch.Targets);
        var window = Choose(batch);
        var picture = Painter.Paint(_network, _encoder, _recipe.Index, photo, painting, window);
        photo = Painter.Cut(photo, window);
        var loss = (picture - picture.detach().clamp(0, 1)).square().mean() * RangeWeight;
        var whole = Judge(picture, photo, painting, StageRecipe.ContentWeight);
        var half = Judge(Half(picture), Half(photo), Half(painting), contentWeight: 0);
        Latest = new(whole.Open, half.Open, whole.Content);
        return loss + whole.Loss + half.Loss;
    }

    /// <inheritdoc/>
    public override (Tensor Loss, Tensor Output) Validate(Batch batch) => throw new NotSupportedException("There is no validation data.");

    // The loss's value, with a gradient that the teacher knows already.
    private (Tensor Loss, float Open, float Content) Judge(Tensor picture, Tensor photo, Tensor painting, double contentWeight)
    {
        var (open, content, gradient) = _teacher.Judge(picture.detach(), _teacher.See(photo, painting), contentWeight);
        var slope = (picture * gradient).sum() / picture.shape[0];
        return (slope - slope.detach() + (open + content * contentWeight).mean(), open.mean().item<float>(), content.mean().item<float>());
    }

    // The same for the same batch.
    private Window? Choose(Batch batch)
    {
        var room = _recipe.Seen - _recipe.Painted;
        if (room == 0)
            return null;
        var random = new Random(batch.Samples.Aggregate((sum, sample) => unchecked(sum * 31 + sample)));
        return new(random.Next(room / 4 + 1) * 4, random.Next(room / 4 + 1) * 4, _recipe.Painted);
    }

    private static Tensor Half(Tensor image) => nn.functional.avg_pool2d(image, 2);
}

/// <summary>How well pictures are painted, on the average of a batch.</summary>
/// <param name="Open">The part of the painting's style that is still open.</param>
/// <param name="OpenAtHalf">Likewise, of the picture at half its size.</param>
/// <param name="Content">The distance from the photo's content.</param>
internal readonly record struct Judgment(float Open, float OpenAtHalf, float Content);
