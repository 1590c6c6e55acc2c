using System.CommandLine;
using System.Globalization;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>--output</c> and <c>--force</c> for a run's folder.</summary>
internal sealed class RunFolderOptions : OptionGroup
{
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The run's folder [default: runs/DATA-NETWORK-TIME].", HelpName = "folder" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the run in the folder." };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_output, _force];

    /// <summary>The folder, which is empty or missing, or holds a run that may be replaced. Nothing is changed yet.</summary>
    /// <exception cref="InputException">It may not be written to.</exception>
    public RunFolder Claim(Invocation call, RunDescription description)
    {
        var path = call.Get(_output) ?? DefaultFor(description);
        var folder = new RunFolder(path);
        if (File.Exists(path))
            throw new InputException($"{path}: is a file; name a folder for the run.");
        if (folder.Exists && !call.Get(_force))
            throw new InputException($"{path}: there is a run already; go on with it by atelier resume, or use --force to replace it.");
        if (!folder.Exists && !folder.IsFree)
            throw new InputException($"{path}: has files that are no run's; name an empty or a new folder.");
        return folder;
    }

    /// <summary>Makes the folder, without the run that it held.</summary>
    public void Prepare(Invocation call, RunFolder folder)
    {
        if (call.Get(_force) || !folder.Exists)
            folder.Clear();
        Directory.CreateDirectory(folder.Path);
    }

    private static string DefaultFor(RunDescription description)
    {
        var data = Path.GetFileNameWithoutExtension(description.Data.TrimEnd(Path.DirectorySeparatorChar));
        var time = description.Started.ToLocalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Path.Combine("runs", $"{data}-{description.Network}-{time}");
    }
}
