using System.Collections.Frozen;
using System.Text;

namespace Atelier.Auditing;

/// <summary>Pronouns and their genders. The file names the genders, of which there may be any number.</summary>
public sealed class Pronouns
{
    private readonly FrozenDictionary<string, string> _genders;

    private Pronouns(IEnumerable<KeyValuePair<string, string>> genders) => _genders = genders.ToFrozenDictionary();

    /// <summary>English pronouns: female, male and neutral.</summary>
    public static Pronouns English { get; } = Embedded();

    /// <summary>The genders, in alphabetical order.</summary>
    public IReadOnlyList<string> Genders => [.. _genders.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Reads a CSV file with the columns <c>word</c> and <c>gender</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AuditException">The file is missing, damaged or not such a table.</exception>
    public static Pronouns Read(string path)
    {
        using var table = CsvTable.Open(path);
        var (word, gender) = (table.Column("word"), table.Column("gender"));
        var genders = new Dictionary<string, string>();
        while (table.Read())
        {
            if (Words.Split(table.Text(word)).ToArray() is not [var one] || table.Text(gender) is not { Length: > 0 } name)
                throw new AuditException(path, $"line {table.Line} is not a pronoun; it must have one word and its gender.");
            genders[one] = name;
        }
        return genders.Count > 0 ? new(genders) : throw new AuditException(path, "has a header but no rows.");
    }

    /// <summary>These and others; if both have a word, the others decide its gender.</summary>
    public Pronouns With(Pronouns others) => new([.. _genders.Where(pair => !others._genders.ContainsKey(pair.Key)), .. others._genders]);

    /// <summary>The genders of the pronouns in a text, in order; whole words, in any case.</summary>
    public IReadOnlyList<string> In(string text) => [.. Words.Split(text).Select(word => _genders.GetValueOrDefault(word)).OfType<string>()];

    private static Pronouns Embedded()
    {
        using var reader = new StreamReader(typeof(Pronouns).Assembly.GetManifestResourceStream("pronouns.csv")!, Encoding.UTF8);
        return new(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
    }
}
