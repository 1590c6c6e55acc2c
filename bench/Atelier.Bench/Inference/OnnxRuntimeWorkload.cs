using System.Runtime.Intrinsics.X86;
using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;
using Atelier.Core;
using Atelier.Models;
using Microsoft.ML.OnnxRuntime;

namespace Atelier.Bench.Benchmarks;

/// <summary>Evaluation by ONNX Runtime with the options that it has by itself: all optimizations, and a thread for each core.</summary>
public sealed class OnnxRuntimeWorkload : IWorkload
{
    private readonly InferenceSession _session;
    private readonly OrtValue _inputs;
    private readonly RunOptions _options = new();
    private readonly long _batch;

    /// <param name="kind">The network.</param>
    /// <param name="batch">Images at a time.</param>
    public OnnxRuntimeWorkload(NetworkEntry kind, int batch)
    {
        using var options = new SessionOptions();
        if (WorkerProcess.LetsAllSleep)
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new(PyTorchExport.Write(kind), options);
        using var images = DeterministicFill.Images(kind.Preprocessing.ImageSize, batch);
        _inputs = OrtValue.CreateTensorValueFromMemory(images.data<float>().ToArray(), images.shape);
        _batch = batch;
    }

    /// <summary>Why it cannot be measured here; null if it can.</summary>
    public static string? Obstacle =>
        !PyTorchExport.IsThere ? "/usr/bin/python3 has no torchvision to export networks with (Debian: python3-torchvision)"
        : MachineFacts.Read().ProcessorFeatures.Contains("AVX-512") && !Avx512F.IsSupported ? "it asks the processor, and uses AVX-512 whatever this process is told"
        : null;

    /// <inheritdoc/>
    public double Run()
    {
        var sum = 0.0;
        for (var done = 0L; done < InferenceBenchmark.Images; done += _batch)
        {
            using var scores = _session.Run(_options, _session.InputNames, [_inputs], _session.OutputNames);
            foreach (var score in scores[0].GetTensorDataAsSpan<float>())
                sum += Math.Abs(score);
        }
        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
