using System.CommandLine;
using Atelier.Core;

namespace Atelier.Cli;

/// <summary><c>atelier weights convert</c>: any weight file to .safetensors.</summary>
internal sealed class WeightsConvertCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _input = new("input") { Description = "A .safetensors file, or one that PyTorch saved." };
    private readonly Argument<string> _output = new("output") { Description = "The .safetensors file to write." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the output if it exists." };

    /// <param name="streams">Where to write.</param>
    public WeightsConvertCommand(Streams streams)
        : base(
            streams,
            "convert",
            "Writes the tensors of any weight file as .safetensors, bit for bit.",
            "atelier weights convert vgg19-dcbb9e9d.pth vgg19.safetensors",
            "atelier weights convert old.pth new.safetensors --force")
    {
        Add(_input);
        Add(_output);
        Add(_force);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var output = Claim(call);
        using var weights = WeightFile.Read(call.Get(_input).ToString());
        stop.ThrowIfCancellationRequested();
        WeightFile.Write(output, weights, weights.Metadata);
        var bytes = new FileInfo(output).Length;
        return Task.FromResult(call.Finish(
            new { Output = output, Tensors = weights.Count, Bytes = bytes },
            $"{output}: {weights.Count} tensors, {ByteSize.Text(bytes)}."));
    }

    private string Claim(Invocation call)
    {
        var output = call.Get(_output);
        if (!output.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"The output must end in .safetensors, the only format Atelier writes, not '{Path.GetFileName(output)}'.");
        if (Directory.Exists(output))
            throw new InputException($"{output}: is a folder; name a file to write.");
        if (File.Exists(output) && !call.Get(_force))
            throw new InputException($"{output}: exists already; use --force to replace it.");
        return output;
    }
}
