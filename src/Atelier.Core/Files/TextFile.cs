using System.Text;

namespace Atelier.Core;

/// <summary>Reads text files without guessing: UTF-8, or what a byte order mark says.</summary>
internal static class TextFile
{
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xff, 0xfe, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true)),
        ([0, 0, 0xfe, 0xff], new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true)),
        ([0xff, 0xfe], new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)),
        ([0xfe, 0xff], new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)),
        ([0xef, 0xbb, 0xbf], new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true)),
        ([], new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)),
    ];

    /// <summary>The text of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wrong">Makes the exception from the rest of a sentence that begins with the path, and the cause.</param>
    public static string Read(string path, Func<string, Exception, Exception> wrong)
    {
        try
        {
            return Decode(File.ReadAllBytes(path), wrong);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw wrong($"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>The text that bytes stand for.</summary>
    /// <param name="bytes">A whole file.</param>
    /// <param name="wrong">As in <see cref="Read"/>.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, Func<string, Exception, Exception> wrong)
    {
        foreach (var (mark, encoding) in Marks)
        {
            if (!bytes.StartsWith(mark))
                continue;
            try
            {
                return encoding.GetString(bytes[mark.Length..]);
            }
            catch (DecoderFallbackException e)
            {
                var at = mark.Length + Math.Max(0, e.Index);
                var line = 1 + bytes[..Math.Min(at, bytes.Length)].Count((byte)'\n');
                throw wrong($"is not {(mark is [] ? "UTF-8" : encoding.WebName.ToUpperInvariant())} text: line {line} has bytes that stand for no character; save it as UTF-8.", e);
            }
        }
        throw new InvalidOperationException("Every text starts with the empty mark.");
    }
}
