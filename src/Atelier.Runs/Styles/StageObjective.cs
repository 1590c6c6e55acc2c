using Atelier.Data;
using Atelier.Models;
using Atelier.Training;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>One stage of the instant network learns to paint over what the stages before it, which are done, have painted.</summary>
/// <remarks>
/// With each step comes a new photo. Each stays for a while and is used in later steps too, every time beside another painting: most of the work
/// is to look at pictures.
/// </remarks>
internal sealed class StageObjective : Objective, IDisposable
{
    // Of values that no picture has, and of colors that are not yet the painting's.
    private const double RangeWeight = 10;

    private const double GridWeight = 2;

    // Steps from one use of a photo to the next.
    private const int UsedAgain = 17;

    private readonly InstantNetwork _network;
    private readonly FeatureEncoder _encoder;
    private readonly StyleTeacher _teacher;
    private readonly IPractice _practice;
    private readonly StageRecipe _recipe;
    private readonly Lately<KnownPhoto> _photos = new(UsedAgain);
    private readonly Lately<KnownPainting> _paintings = new(UsedAgain);

    /// <param name="network">All stages; the caller's.</param>
    /// <param name="encoder">The embedded network; the caller's.</param>
    /// <param name="teacher">Judges; the caller's.</param>
    /// <param name="practice">What is painted after what.</param>
    /// <param name="recipe">The stage.</param>
    public StageObjective(InstantNetwork network, FeatureEncoder encoder, StyleTeacher teacher, IPractice practice, StageRecipe recipe) =>
        (_network, _encoder, _teacher, _practice, _recipe) = (network, encoder, teacher, practice, recipe);

    /// <inheritdoc/>
    public override nn.Module Network => _network.StageAt(_recipe.Index);

    /// <summary>What was said of the latest batch.</summary>
    public Judgment Latest { get; private set; }

    /// <inheritdoc/>
    public override Tensor TrainingLoss(Batch batch)
    {
        var step = batch.Samples[0];
        var pairs = Enumerable.Range(0, _recipe.Pairs);
        var photos = pairs.Select(pair => Photo(step, step - (pair * UsedAgain), batch.Inputs)).ToList();
        var paintings = pairs.Select(pair => Painting(step, _practice.PaintingAt(step, pair))).ToList();
        _photos.Forget(step);
        _paintings.Forget(step);
        var (picture, raw) = StagePainter.Paint(_network, _recipe.Index, photos, paintings, step, _recipe.HasColors);
        var grid = GridPenalty.Of(picture);
        var loss = (StyleTeacher.Square(raw - picture.detach().clamp(Number(0), Number(1))).mean() * Number(RangeWeight)).Plus(grid * Number(GridWeight));
        List<(float Open, float Content)> said = [];
        foreach (var (index, image) in _recipe.Judged(picture).Index())
        {
            var weight = index == 0 ? _recipe.ContentWeight : 0;
            var targets = Targets.Of([.. photos.Select(photo => photo.Judged[index])], [.. paintings.Select(painting => painting.Judged[index])]);
            var (open, content, gradient) = _teacher.Judge(image.detach(), targets, weight);
            // The loss's value, with a gradient that the teacher knows already.
            var slope = (image * gradient).sum() / Number(photos.Count);
            loss = loss.Plus(slope - slope.detach()).Plus(open.Plus(content * Number(weight)).mean());
            said.Add((open.mean().item<float>(), content.mean().item<float>()));
        }
        Latest = new(said[0].Open, said[^1].Open, said[0].Content, grid.item<float>());
        return loss;
    }

    /// <inheritdoc/>
    public override (Tensor Loss, Tensor Output) Validate(Batch batch) => throw new NotSupportedException("There is no validation data.");

    public void Dispose()
    {
        _photos.Dispose();
        _paintings.Dispose();
    }

    private KnownPhoto Photo(int step, int number, Tensor latest) => _photos.Get(number, step, () =>
    {
        using var photo = number == step ? latest.alias() : _practice.Photo(number);
        return KnownPhoto.Of(_encoder, _teacher, _recipe, photo);
    });

    private KnownPainting Painting(int step, int number) => _paintings.Get(number, step, () =>
    {
        using var painting = _practice.Painting(number);
        return KnownPainting.Of(_encoder, _teacher, _recipe, painting);
    });
}

/// <summary>How well pictures are painted, on the average of a batch.</summary>
/// <param name="Open">The part of the painting's style that is still open.</param>
/// <param name="OpenSmall">Likewise, of the smallest size that is judged.</param>
/// <param name="Content">The distance from the photo's content.</param>
/// <param name="Grid">The part of the texture that repeats with the grid.</param>
internal readonly record struct Judgment(float Open, float OpenSmall, float Content, float Grid);
