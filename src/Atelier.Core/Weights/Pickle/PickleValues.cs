using System.Globalization;

namespace Atelier.Core;

/// <summary>A Python object that a pickle names; naming one here neither loads nor runs anything.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public string FullName => $"{Module}.{Name}";
}

/// <summary>A dict, OrderedDict or defaultdict. Whole-number keys are kept as their digits; optimizers number their parameters. What has another key is no weight.</summary>
internal sealed class PickleDict
{
    public OrderedDictionary<string, object?> Items { get; } = new(StringComparer.Ordinal);

    public void Set(object? key, object? value)
    {
        if (key switch { string text => text, long number => number.ToString(CultureInfo.InvariantCulture), _ => null } is { } name)
            Items[name] = value;
    }
}

/// <summary>What a pickle may refer to beyond plain values; the unpickler asks it and does nothing by itself.</summary>
internal interface IPickleObjects
{
    /// <summary>Throws unless the named object is one of the few that are known.</summary>
    void Check(PickleGlobal global);

    /// <summary>The result of calling the object with these arguments.</summary>
    object? Call(PickleGlobal global, object?[] arguments);

    /// <summary>Gives an object its state.</summary>
    void Build(object? target, object? state);

    /// <summary>The object, stored outside the pickle, that this key refers to.</summary>
    object? Load(object? persistentId);
}
