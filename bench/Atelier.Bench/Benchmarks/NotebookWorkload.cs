using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;

namespace Atelier.Bench.Benchmarks;

/// <summary>The notebook as a workload.</summary>
/// <param name="transfer">The transfer, which this object owns.</param>
/// <param name="run">What one run does.</param>
public sealed class NotebookWorkload(NotebookTransfer transfer, Func<NotebookTransfer, double> run) : IWorkload
{
    /// <summary>The lesson's network: VGG-16-BN, style at the five block ends, content at relu4_3.</summary>
    public static NotebookTransfer Lesson(int size) => new(NotebookVgg.Vgg16Bn(), [5, 12, 22, 32, 42], contentTap: 3, size);

    /// <summary>VGG-19 to relu3_4, style at relu1_2, relu2_2 and relu3_4, content at relu3_4.</summary>
    public static NotebookTransfer Shallow(int size) => new(NotebookVgg.Vgg19ToRelu3_4(), [3, 8, 17], contentTap: 2, size);

    /// <inheritdoc/>
    public double Run() => run(transfer);

    /// <inheritdoc/>
    public void Dispose() => transfer.Dispose();
}
