namespace Atelier.Core;

/// <summary>Extracts what the system's loader said from .NET's message.</summary>
internal static class LoaderMessage
{
    /// <summary>The loader's first line. On Linux, .NET adds advice about LD_DEBUG before it and the other names it tried after it.</summary>
    public static string Essence(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var innermost = exception;
        while (innermost.InnerException is { } inner)
            innermost = inner;
        var lines = innermost.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines is [_, var loader, ..] ? loader : lines.FirstOrDefault() ?? innermost.GetType().Name;
    }
}
