using System.Text;
using CsvHelper;

namespace Atelier.Auditing;

/// <summary>A CSV file, row by row; whatever is wrong with it is reported in a sentence.</summary>
internal sealed class CsvTable : IDisposable
{
    // Otherwise a quote that is never closed would make the rest of the file one field.
    private const int LongestRow = 1 << 24;

    private readonly CsvReader _reader;
    private readonly string[] _headers;

    private CsvTable(string path, CsvReader reader, string[] headers) => (Path, _reader, _headers) = (path, reader, headers);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Headers => _headers;

    /// <summary>Bytes read so far.</summary>
    public long Position => _reader.ByteOffset;

    /// <summary>The line of the current row.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">By default UTF-8 or what a byte order mark says.</param>
    /// <exception cref="AuditException">There is no such file, or it is not a table.</exception>
    public static CsvTable Open(string path, Encoding? encoding = null)
    {
        if (!File.Exists(path))
            throw new AuditException(path, Directory.Exists(path) ? "is a folder, not a file." : "no such file.");
        var reader = Guarded(path, () => CsvReader.FromFile(path, new()
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            IncludeValuesInExceptions = false,
            MaxRecordSize = LongestRow,
            BufferSize = 1 << 18,
            Encoding = encoding,
        }));
        try
        {
            string[] headers = Guarded(path, () => reader.Headers.ToArray());
            if (headers is [] or [""])
                throw new AuditException(path, "is empty; it must have a header and a row for each example.");
            if (headers.Any(header => header.Any(letter => letter == '\uFFFD' || char.IsControl(letter))))
                throw new AuditException(path, "is not UTF-8 text; save it as CSV in UTF-8, or name its encoding.");
            return new(path, reader, headers);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Moves to the next row.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (Exception e) when (e is CsvFormatException or IOException)
        {
            throw Explained(Path, e);
        }
    }

    /// <summary>The index of a column, by its name in any case.</summary>
    /// <exception cref="AuditException">There is none.</exception>
    public int Column(string name) => Find(name) is var at and >= 0
        ? at
        : throw new AuditException(Path, $"has no column '{name}'; its columns are {string.Join(", ", _headers)}.");

    /// <summary>Like <see cref="Column"/>, but -1 if there is none.</summary>
    public int Find(string name) => Array.FindIndex(_headers, header => string.Equals(header, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A cell of the current row in UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => _reader.GetSpan(column);

    /// <summary>A cell of the current row.</summary>
    public string Text(int column)
    {
        try
        {
            return StrictUtf8.Decode(Bytes(column));
        }
        catch (DecoderFallbackException e)
        {
            throw NotUtf8(e);
        }
    }

    /// <summary>A cell of the current row that must hold a number.</summary>
    /// <exception cref="AuditException">It holds something else.</exception>
    public double Number(int column) => !Bytes(column).Contains((byte)',') && _reader.TryParse<double>(column, out var number) && double.IsFinite(number)   // 0,5 is not 5
        ? number
        : throw new AuditException(Path, $"line {Line} has '{Text(column)}' in the column '{_headers[column]}', but a number is needed there.");

    /// <summary>The sentence for a name that is not UTF-8.</summary>
    public AuditException NotUtf8(DecoderFallbackException e) =>
        new(Path, $"line {Line} is not in UTF-8; save the file in UTF-8, or name its encoding.", e);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CsvFormatException or IOException or UnauthorizedAccessException)
        {
            throw Explained(path, e);
        }
    }

    private static AuditException Explained(string path, Exception e) => e is CsvFormatException { LineNumber: > 0 and var line }
        ? new(path, $"the row that starts on line {line} is not valid CSV ({FirstSentence(e)}); fix or remove it.", e)
        : new(path, $"cannot be read ({FirstSentence(e)}).", e);

    private static string FirstSentence(Exception e) => e.Message.TrimEnd('.');
}
