using Atelier.Imaging;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>Draws the plots of a run into its folder.</summary>
/// <param name="folder">Where.</param>
/// <param name="data">The images of the run.</param>
internal sealed class RunPictures(RunFolder folder, RunData data)
{
    private const int MostPictures = 18;
    private const int ThumbnailSide = 160;

    /// <summary>Learning rate, losses and metrics; of the models: confusion, highest losses, most confused classes.</summary>
    /// <param name="learner">After the run.</param>
    /// <param name="swa">Its averaged model; null if there is none.</param>
    /// <param name="predictions">What the last weights predict for the validation images; empty if there are none.</param>
    public void Draw(Learner learner, StochasticWeightAveraging? swa, IReadOnlyList<SamplePrediction> predictions)
    {
        var history = learner.History;
        history.PlotLearningRate(In("learning-rate.png"));
        history.PlotLoss(In("loss.png"));
        if (history.Epochs.Count > 0)
            history.PlotMetrics(In("metrics.png"));
        if (data.Data.Validation is null)
            return;
        DrawModel(predictions, "", "");
        if (swa is not { HasAverage: true })
            return;
        using var averaged = learner.Predict(average: swa);
        DrawModel(averaged.BySample(), "-swa", ", averaged model");
    }

    private void DrawModel(IReadOnlyList<SamplePrediction> predictions, string suffix, string model)
    {
        var counts = new long[data.Images.Classes.Count, data.Images.Classes.Count];
        foreach (var prediction in predictions)
            counts[prediction.Target, prediction.Predicted]++;
        ConfusionMatrixPlot.Save(counts, data.Images.Classes, In($"confusion{suffix}.png"));
        SamplesSheet.Save(Pictures(predictions.OrderByDescending(prediction => prediction.Loss)), In($"top-losses{suffix}.png"), $"Highest losses{model}");
        var wrong = predictions.Where(prediction => !prediction.IsRight)
            .GroupBy(prediction => (prediction.Target, prediction.Predicted))
            .OrderByDescending(pair => pair.Count())
            .SelectMany(pair => pair.OrderByDescending(prediction => prediction.Probability).Take(3));
        if (Pictures(wrong) is { Count: > 0 } confused)
            SamplesSheet.Save(confused, In($"most-confused{suffix}.png"), $"Most confused classes{model}");
    }

    private List<SamplePicture> Pictures(IEnumerable<SamplePrediction> predictions)
    {
        List<SamplePicture> pictures = [];
        foreach (var prediction in predictions.TakeWhile(_ => pictures.Count < MostPictures))
            if (Read(data.Split.Validation[prediction.Sample]) is { } pixels)
                pictures.Add(new(pixels.Bytes, pixels.Width, pixels.Height, Caption(prediction), Note(prediction)));
        return pictures;
    }

    // A corrupt file that was skipped in training cannot be shown either.
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

    private string Caption(SamplePrediction prediction) => prediction.IsRight
        ? data.Images.Classes[prediction.Target]
        : $"{data.Images.Classes[prediction.Target]} → {data.Images.Classes[prediction.Predicted]}";

    private string Note(SamplePrediction prediction) => FormattableString.Invariant(
        $"{Path.GetFileName(data.Images.Images[data.Split.Validation[prediction.Sample]].Name)}, loss {prediction.Loss:0.00}");

    private string In(string name) => Path.Combine(folder.Plots, name);
}
