using Atelier.Runs;

namespace Atelier.Fuzz;

/// <summary>The description of a training run, as <c>resume</c> and <c>predict</c> read it.</summary>
internal sealed class RunTarget() : FuzzTarget("run")
{
    public override IReadOnlyList<string> Words => ["null", "-1", "1e400", "\"\"", "[]", "{}", "true", "\"network\":", "\"classes\":", "\"options\":", "\"recipe\":", "\"batchSize\":", "\"metrics\":[\"\"]"];

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        var run = new RunFolder(Path.Combine(folder, "seed"));
        Directory.CreateDirectory(run.Path);
        var description = new RunDescription { Data = "pictures", Network = "resnet18", Classes = ["cat", "dog"], Options = new() { BatchSize = 8, Metrics = ["accuracy", "top5"] }, ImageSize = 64 };
        run.Write(description);
        yield return File.ReadAllBytes(run.Description);
    }

    public override string Read(byte[] input, string folder)
    {
        var run = new RunFolder(Path.Combine(folder, "run"));
        Directory.CreateDirectory(run.Path);
        Write(input, run.Path, Path.GetFileName(run.Description));
        var description = run.Read();
        return $"{description.State}";
    }
}
