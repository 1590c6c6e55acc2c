using System.Text;

namespace Atelier.Auditing;

/// <summary>UTF-8 that refuses invalid bytes instead of replacing them.</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8) => Strict.GetString(utf8);
}
