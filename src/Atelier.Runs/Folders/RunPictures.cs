using Atelier.Data;
using Atelier.Imaging;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>Draws what there is to see of a run into its folder.</summary>
/// <param name="folder">Where.</param>
/// <param name="data">What it learned.</param>
internal sealed class RunPictures(RunFolder folder, RunData data)
{
    private const int MostPictures = 18;
    private const int ThumbnailSide = 160;

    /// <summary>Learning rate, losses and metrics; of the models: confusion, highest losses, most confused classes.</summary>
    /// <param name="learner">After the run.</param>
    /// <param name="verdicts">What the last weights say of the validation images; empty where there are none.</param>
    public void Draw(Learner learner, IReadOnlyList<SampleVerdict> verdicts)
    {
        var history = learner.History;
        history.PlotLearningRate(In("learning-rate.png"));
        history.PlotLoss(In("loss.png"));
        if (history.Epochs.Count > 0)
            history.PlotMetrics(In("metrics.png"));
        if (data.Data.Validation is not ImageBatches validation)
            return;
        DrawModel(verdicts, validation, "", "");
        if (learner.Swa is not { Models: > 0 })
            return;
        using var averaged = learner.Predict(validation, useSwa: true);
        DrawModel(averaged.Verdicts(), validation, "-swa", ", averaged model");
    }

    private void DrawModel(IReadOnlyList<SampleVerdict> verdicts, ImageBatches validation, string suffix, string model)
    {
        var counts = new long[data.Images.Classes.Count, data.Images.Classes.Count];
        foreach (var verdict in verdicts)
            counts[verdict.Target, verdict.Predicted]++;
        ConfusionMatrixPlot.Save(counts, data.Images.Classes, In($"confusion{suffix}.png"));
        SamplesSheet.Save(Pictures(verdicts.OrderByDescending(verdict => verdict.Loss), validation), In($"top-losses{suffix}.png"), $"Highest losses{model}");
        var wrong = verdicts.Where(verdict => !verdict.IsRight)
            .GroupBy(verdict => (verdict.Target, verdict.Predicted))
            .OrderByDescending(pair => pair.Count())
            .SelectMany(pair => pair.OrderByDescending(verdict => verdict.Probability).Take(3));
        if (Pictures(wrong, validation) is { Count: > 0 } confused)
            SamplesSheet.Save(confused, In($"most-confused{suffix}.png"), $"Most confused classes{model}");
    }

    private List<SamplePicture> Pictures(IEnumerable<SampleVerdict> verdicts, ImageBatches validation)
    {
        List<SamplePicture> pictures = [];
        foreach (var verdict in verdicts.TakeWhile(_ => pictures.Count < MostPictures))
            if (Read(validation.Samples[verdict.Sample]) is { } pixels)
                pictures.Add(new(pixels.Bytes, pixels.Width, pixels.Height, Caption(verdict), Note(verdict)));
        return pictures;
    }

    // A corrupt file that was skipped in training has no picture either.
    private RgbPixels? Read(int image)
    {
        try
        {
            return ImageFile.Decode(data.Images.Describe(image), data.Images.ReadFile(image), ThumbnailSide);
        }
        catch (ImageFileException)
        {
            return null;
        }
    }

    private string Caption(SampleVerdict verdict) => verdict.IsRight
        ? data.Images.Classes[verdict.Target]
        : $"{data.Images.Classes[verdict.Target]} → {data.Images.Classes[verdict.Predicted]}";

    private static string Note(SampleVerdict verdict) => FormattableString.Invariant($"p {verdict.Probability:0.00}, loss {verdict.Loss:0.00}");

    private string In(string name) => Path.Combine(folder.Plots, name);
}
