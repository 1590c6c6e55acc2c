using System.Diagnostics;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Cli;

/// <summary>The lesson's runs on the terminal, with the lesson's printing.</summary>
internal static class LessonJob
{
    /// <summary>Content and style.</summary>
    public static StylizationResult Stylize(Invocation call, FeatureEncoder encoder, Pictures pictures, long seed, CancellationToken stop) =>
        Run(call, encoder, lesson =>
        {
            using var content = lesson.Transform(pictures[0]);
            using var style = lesson.Transform(pictures[1]);
            using var start = lesson.Start((int)pictures[0].shape[2], (int)pictures[0].shape[3], seed, isFirstRun: false);
            return lesson.Both(content, style, start);
        }, stop);

    /// <summary>Content alone, from a layer.</summary>
    public static StylizationResult Content(Invocation call, FeatureEncoder encoder, torch.Tensor image, string layer, long seed, CancellationToken stop) =>
        Run(call, encoder, lesson =>
        {
            using var content = lesson.Transform(image);
            using var start = lesson.Start((int)image.shape[2], (int)image.shape[3], seed, isFirstRun: true);
            return lesson.Content(content, start, layer);
        }, stop);

    /// <summary>Style alone.</summary>
    public static StylizationResult Style(Invocation call, FeatureEncoder encoder, torch.Tensor image, long seed, CancellationToken stop) =>
        Run(call, encoder, lesson =>
        {
            using var style = lesson.Transform(image);
            using var start = lesson.Start((int)image.shape[2], (int)image.shape[3], seed, isFirstRun: false);
            return lesson.Style(style, start);
        }, stop);

    private static StylizationResult Run(Invocation call, FeatureEncoder encoder, Func<Lesson13, Lesson13Run> begin, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        using var bar = call.Progress("evaluations");
        var lesson = new Lesson13(encoder)
        {
            Print = call.Say,
            Evaluated = descent => bar.Report(new(descent.Losses.Count, Lesson13.Evaluations) { Loss = descent.Losses[^1].Total }),
        };
        using var run = begin(lesson);
        var end = run.Descent.Run(Lesson13.Evaluations, stop);
        if (end is DescentEnd.NotFinite)
            throw new StylizationException("The loss is not a finite number at any image: check the network's weights.");
        return new(lesson.ToImage(run.Descent.Best), run.Descent.BestLoss, run.Descent.Losses, end, run.Descent.Recoveries, clock.Elapsed);
    }
}
