using Atelier.Training;

namespace Atelier.Runs;

/// <summary>The grammar: <c>name(key=value, key=[value, value]) + name(...)</c>; blanks are ignored.</summary>
internal sealed class RecipeText
{
    private const int Longest = 10_000;
    private readonly string _text;
    private int _at;

    private RecipeText(string text) => _text = text;

    /// <summary>The phases that a text describes.</summary>
    public static IReadOnlyList<TrainingPhase> Phases(string text)
    {
        if (text.Length > Longest)
            throw new RecipeException($"The recipe has {text.Length} characters, more than the {Longest} allowed: write it as a JSON file.");
        return RecipeForms.Build(new RecipeText(text).Parts());
    }

    private List<RecipePart> Parts()
    {
        var parts = new List<RecipePart>();
        do
            parts.Add(Part(parts.Count + 1));
        while (Take('+'));
        if (_at < _text.Length)
            throw Wrong("'+' and another part, or nothing more");
        return parts;
    }

    private RecipePart Part(int number)
    {
        var name = Word("a name");
        var values = new List<(string, IReadOnlyList<string>)>();
        Expect('(');
        if (Take(')'))
            return new(number, name, values);
        do
        {
            var key = Word("a key");
            Expect('=');
            values.Add((key, Value()));
        }
        while (Take(','));
        Expect(')', " or ','");
        return new(number, name, values);
    }

    private List<string> Value()
    {
        if (!Take('['))
            return [Word("a value")];
        var items = new List<string>();
        do
            items.Add(Word("a number"));
        while (Take(','));
        Expect(']', " or ','");
        return items;
    }

    // '+' joins parts, but also occurs in 1e+2, where it follows an e and precedes a digit.
    private string Word(string wanted)
    {
        SkipBlanks();
        var start = _at;
        while (_at < _text.Length && (IsWord(_text[_at]) || IsExponentSign(start)))
            _at++;
        return _at > start ? _text[start.._at] : throw Wrong(wanted);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '-';

    private bool IsExponentSign(int start) =>
        _text[_at] == '+' && _at > start && _text[_at - 1] is 'e' or 'E' && char.IsAsciiDigit(_text[start])
        && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]);

    private bool Take(char c)
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        SkipBlanks();
        return true;
    }

    private void Expect(char c, string orElse = "")
    {
        if (!Take(c))
            throw Wrong($"'{c}'{orElse}");
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private RecipeException Wrong(string wanted)
    {
        SkipBlanks();
        var found = _at < _text.Length ? $"there is '{_text[_at]}'" : "it ends";
        return new($"The recipe needs {wanted} at character {_at + 1}, where {found}: write it as in {RecipeForms.Example}.");
    }
}

/// <summary>A part of a recipe as written: a name, and keys with values.</summary>
/// <param name="Number">Its place in the recipe, 1-based.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">Texts by key: one, or one for each item of a list in square brackets.</param>
internal sealed record RecipePart(int Number, string Name, IReadOnlyList<(string Key, IReadOnlyList<string> Texts)> Values);
