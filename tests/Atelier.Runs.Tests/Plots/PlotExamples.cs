using Atelier.Training;

namespace Atelier.Runs.Tests;

/// <summary>Histories by formula, for pictures.</summary>
internal static class PlotExamples
{
    /// <summary>What a recipe would do.</summary>
    public static RunHistory Plan(string text, int perEpoch = 60)
    {
        var recipe = Recipe.Parse(text);
        return RunHistory.Preview(recipe.Phases, perEpoch, recipe.Groups);
    }

    /// <summary>A run that learns: the loss falls with noise that a hash makes, the average is a little better.</summary>
    public static RunHistory Run(string recipe, int perEpoch = 60, bool swa = true, params string[] metrics)
    {
        var plan = new TrainingPlan(Recipe.Parse(recipe).Phases, perEpoch);
        var history = new RunHistory { Phases = PhaseRecord.FromPlan(plan) };
        var average = 0.0;
        for (var batch = 0; batch < plan.Batches; batch++)
        {
            var settings = plan.At(batch);
            var loss = 0.45 + 1.9 * Math.Exp(-batch / (0.3 * plan.Batches)) + 0.35 * Noise(batch) + (batch < 3 ? 4 : 0);
            average = 0.98 * average + 0.02 * loss;
            history.Batches.Add(new(batch, settings.LearningRate, settings.Step.Momentum, loss, average / (1 - Math.Pow(0.98, batch + 1))));
        }
        foreach (var epoch in plan.Epochs)
        {
            var end = epoch.First + epoch.Batches;
            var t = (double)end / plan.Batches;
            var hasSwa = swa && t > 0.55;
            var figures = metrics.ToDictionary(name => name, name => 0.86 - 0.7 * Math.Exp(-3 * t) + 0.03 * Noise(end + name.Length));
            if (hasSwa)
                foreach (var name in metrics.Prepend("loss"))
                    figures[$"swa_{name}"] = name == "loss" ? 0.57 + 0.9 * Math.Exp(-3 * t) : 0.89 - 0.5 * Math.Exp(-3 * t);
            history.Epochs.Add(new(epoch.Number, end, 1, 0.6 + 1.6 * Math.Exp(-3.2 * t) + 0.06 * Noise(end), figures, 1));
        }
        return history;
    }

    /// <summary>A sweep: flat, a valley, then far up.</summary>
    public static RunHistory Sweep()
    {
        var history = new RunHistory();
        for (var batch = 0; batch < 90; batch++)
        {
            var x = -5 + batch / 100.0 * 6;
            var smooth = 2.3 - 1.1 / (1 + Math.Exp(-(x + 2.4) * 3)) + Math.Exp((x + 0.75) * 4.2);
            history.Batches.Add(new(batch, Math.Pow(10, x), 0.9, smooth + 0.2 * Noise(batch), smooth));
        }
        return history;
    }

    /// <summary>Counts that are mostly right, with two classes often mixed up.</summary>
    public static long[,] Confusion(int classes)
    {
        var counts = new long[classes, classes];
        for (var row = 0; row < classes; row++)
            for (var column = 0; column < classes; column++)
                counts[row, column] = row == column ? 40 + (long)(8 * Noise(row)) : Math.Max(0, (long)(9 * Noise(row * 131 + column * 17) - 5.5) + (row / 2 == column / 2 ? 9 : 0));
        return counts;
    }

    /// <summary>In [-1,1], by a hash of a number.</summary>
    public static double Noise(int seed)
    {
        var bits = (uint)seed * 2654435761u;
        bits = (bits ^ (bits >> 15)) * 2246822519u;
        bits = (bits ^ (bits >> 13)) * 3266489917u;
        return (bits ^ (bits >> 16)) / (double)uint.MaxValue * 2 - 1;
    }
}
