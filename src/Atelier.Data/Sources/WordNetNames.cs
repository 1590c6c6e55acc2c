using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Core;

namespace Atelier.Data;

/// <summary>Words for WordNet IDs, which ImageNet uses to name its class folders: n02123045 is a tabby.</summary>
internal sealed partial class WordNetNames
{
    private static readonly string[] Files = ["LOC_synset_mapping.txt", "words.txt", "imagenet_class_index.json"];

    private readonly Dictionary<string, string> _words = new(WellKnownIds.Words, StringComparer.Ordinal);

    private WordNetNames()
    {
    }

    /// <summary>The well-known ones, and those of a list in the data set or next to it.</summary>
    public static WordNetNames Find(FileStore store)
    {
        var names = new WordNetNames();
        if (store.Names.FirstOrDefault(name => Files.Contains(name.Split('/')[^1], StringComparer.OrdinalIgnoreCase)) is { } inside)
            names.Add(inside, TextFile.Decode(store.Read(inside), (problem, cause) => new DataSetException(store.Describe(inside), problem, cause)));
        else if (Path.GetDirectoryName(Path.GetFullPath(store.Path).TrimEnd('/', '\\')) is { } parent
            && Files.Select(file => Path.Combine(parent, file)).FirstOrDefault(File.Exists) is { } beside)
            names.Add(beside, TextFile.Read(beside, (problem, cause) => new DataSetException(beside, problem, cause)));
        return names;
    }

    /// <summary>A name for each class; a word that two IDs share gets the ID too. Where an ID has no word, all IDs stay, so that names do not mix with IDs.</summary>
    public IReadOnlyList<string> NamesOf(IReadOnlyList<string> ids)
    {
        if (ids.Any(id => WordNetId().IsMatch(id) && !_words.ContainsKey(id)))
            return ids;
        var words = ids.Select(id => WordNetId().IsMatch(id) ? _words[id] : id).ToList();
        var shared = words.CountBy(word => word, StringComparer.Ordinal).Where(pair => pair.Value > 1).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        return [.. words.Select((word, i) => shared.Contains(word) ? $"{word} ({ids[i]})" : word)];
    }

    private void Add(string path, string text)
    {
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            AddJson(path, text);
        else
            foreach (Match line in Line().Matches(text))
                _words[line.Groups["id"].Value] = First(line.Groups["words"].Value);
    }

    // {"0": ["n01440764", "tench"], ...}
    private void AddJson(string path, string text)
    {
        try
        {
            foreach (var pair in JsonSerializer.Deserialize<Dictionary<string, string[]>>(text)!.Values)
                if (pair is [var id, var word])
                    _words[id] = word.Replace('_', ' ');
        }
        catch (JsonException e)
        {
            throw new DataSetException(path, "is not a list of classes as Keras writes it; remove it or download it again.", e);
        }
    }

    // Synonyms follow, separated by commas.
    private static string First(string words) => words.Split(',')[0].Trim();

    [GeneratedRegex(@"\An\d{8}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordNetId();

    [GeneratedRegex(@"^(?<id>n\d{8})[ \t]+(?<words>[^\r\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Line();
}
