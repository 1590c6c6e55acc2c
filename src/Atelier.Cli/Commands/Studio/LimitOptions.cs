using System.CommandLine;
using Atelier.Jobs;

namespace Atelier.Cli;

/// <summary>The limits of uploads and of the queue.</summary>
internal sealed class LimitOptions : OptionGroup
{
    private const int Mebibyte = 1 << 20;
    private static readonly JobHostOptions Defaults = new();

    private readonly Option<long> _pixels = NewOption.Number("--max-pixels", "The most pixels that an uploaded picture may have.", Defaults.MaxPixels, least: 1L);
    private readonly Option<long> _upload = NewOption.Number("--max-upload", "The most MiB that one upload may have.", Defaults.MaxUploadBytes / Mebibyte, least: 1L, most: 1L << 20);
    private readonly Option<long> _quota = NewOption.Number("--upload-quota", "The most MiB that all uploads may have together.", Defaults.UploadQuotaBytes / Mebibyte, least: 1L, most: 1L << 30);
    private readonly Option<int> _queue = NewOption.Number("--max-queued", "The most jobs that may be queued or paused.", Defaults.MaxQueued, least: 1);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_pixels, _upload, _quota, _queue];

    /// <summary>The options with the values.</summary>
    public JobHostOptions Read(Invocation call, JobHostOptions options) => options with
    {
        MaxPixels = call.Get(_pixels),
        MaxUploadBytes = call.Get(_upload) * Mebibyte,
        UploadQuotaBytes = call.Get(_quota) * Mebibyte,
        MaxQueued = call.Get(_queue),
    };
}
