using Atelier.Core;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>The values of one part, read as the type of each key; every mistake names the part, the key and an example.</summary>
internal sealed class RecipeValues
{
    private readonly RecipePart _part;
    private readonly RecipeForm _form;
    private readonly Dictionary<string, IReadOnlyList<string>> _texts = new(StringComparer.Ordinal);

    /// <param name="part">As written.</param>
    /// <param name="form">What it must be.</param>
    /// <exception cref="RecipeException">A key is unknown, or occurs twice.</exception>
    public RecipeValues(RecipePart part, RecipeForm form)
    {
        (_part, _form) = (part, form);
        foreach (var (written, texts) in part.Values)
        {
            var key = Known(written);
            if (!form.Keys.Contains(key, StringComparer.Ordinal))
                throw Wrong($"has no key '{key}': write '{Spelling.Nearest(key, form.Keys)}'");
            if (!_texts.TryAdd(key, texts))
                throw Wrong($"has the key '{key}' twice: leave one out");
        }
    }

    // Lengths are epochs everywhere, whatever a form calls them.
    private string Known(string key) => (key, Other: key is "epochs" ? "len" : "epochs") is ("epochs" or "len", var other)
        && !_form.Keys.Contains(key, StringComparer.Ordinal) && _form.Keys.Contains(other, StringComparer.Ordinal) ? other : key;

    /// <summary>Whether a key is given.</summary>
    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>Numbers greater than 0, one or one per layer group; required.</summary>
    public GroupValues Rates(string key)
    {
        if (!Has(key))
            throw Wrong($"needs '{key}': add it");
        return [.. _texts[key].Select(text => Number(key, text, double.Epsilon, double.MaxValue, "a number greater than 0"))];
    }

    /// <summary>Numbers of 0 or more, one or one per layer group; null if not given.</summary>
    public GroupValues? Decays(string key) =>
        Has(key) ? [.. _texts[key].Select(text => Number(key, text, 0, double.MaxValue, "a number of 0 or more"))] : null;

    /// <summary>A number greater than 0.</summary>
    public double Positive(string key, double otherwise) =>
        Has(key) ? Number(key, Single(key), double.Epsilon, 1e9, "a number greater than 0, and at most 1e9") : otherwise;

    /// <summary>A number of 1 or more.</summary>
    public double Divisor(string key, double otherwise) =>
        Has(key) ? Number(key, Single(key), 1, 1e9, "a number from 1 to 1e9") : otherwise;

    /// <summary>A number in [0,1); null if not given.</summary>
    public double? Fraction(string key) =>
        Has(key) ? Number(key, Single(key), 0, 1 - 1e-9, "a number of at least 0 and less than 1") : null;

    /// <summary>A whole number; null if not given.</summary>
    public int? Count(string key, int most)
    {
        if (!Has(key))
            return null;
        var wanted = $"a whole number from 1 to {most}";
        var number = Number(key, Single(key), 1, most, wanted);
        return number == Math.Floor(number) ? (int)number : throw NotA(key, Single(key), wanted);
    }

    /// <summary>true or false.</summary>
    public bool Truth(string key, bool otherwise)
    {
        if (!Has(key))
            return otherwise;
        return bool.TryParse(Single(key), out var value) ? value : throw NotA(key, Single(key), "true or false");
    }

    /// <summary>An optimizer; SGD if none is given.</summary>
    public OptimizerKind Optimizer(string key)
    {
        if (!Has(key))
            return OptimizerKind.Sgd;
        var name = Single(key);
        return OptimizerNames.Find(name)
            ?? throw Wrong($"has no optimizer '{name}' for '{key}': write '{Spelling.Nearest(name, OptimizerNames.All)}', or one of {string.Join(", ", OptimizerNames.All)}");
    }

    /// <summary>A mistake in this part.</summary>
    /// <param name="mistake">What is wrong and what to do: the end of a sentence that begins with the part.</param>
    /// <param name="inner">What found it.</param>
    public RecipeException Wrong(string mistake, Exception? inner = null) =>
        new($"Part {_part.Number} of the recipe, {_part.Name}, {mistake}, as in {_form.Example}.", inner);

    private string Single(string key) =>
        _texts[key] is [var text] ? text : throw Wrong($"has a list for '{key}': give one value");

    private double Number(string key, string text, double least, double most, string wanted) =>
        PlainNumber.TryParse<double>(text, out var number) && number >= least && number <= most
            ? number
            : throw NotA(key, text, wanted);

    private RecipeException NotA(string key, string text, string wanted) => Wrong($"has '{text}' for '{key}': write {wanted}");
}
