using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Core;

namespace Atelier.Training;

/// <summary>What a run must have in common with the one that it continues: settings by name.</summary>
internal sealed class RunIdentity : IStateful
{
    private const string None = "none";

    private readonly SortedDictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _settings = new(StringComparer.Ordinal);

    /// <summary>Describes a run.</summary>
    /// <param name="run">Its phases and data.</param>
    /// <param name="objective">What it minimizes.</param>
    /// <param name="callbacks">All that take part.</param>
    /// <param name="accumulation">Batches per step.</param>
    public RunIdentity(TrainingRun run, Objective objective, IReadOnlyList<Callback> callbacks, int accumulation)
    {
        var parameters = run.Groups.SelectMany(group => group).ToList();
        _digests["phases"] = PlanDigest.Compute(run.Plan);
        _digests["data"] = Digest(run.Plan.Phases.Select(span => run.DataOf(span.Phase)).Distinct(ReferenceEqualityComparer.Instance).Cast<Data.TrainingData>().SelectMany(data => (string?[])[data.Training.Digest, data.Validation?.Digest]));
        _settings["accumulation"] = accumulation.ToString(CultureInfo.InvariantCulture);
        _settings["trained parameters"] = $"{parameters.Count(parameter => parameter.requires_grad)} of {parameters.Count}";
        _settings["loss"] = objective.Settings ?? None;
        foreach (var (name, callback) in Named(callbacks))
            if (callback.Settings is { } settings)
                _settings[name] = settings;
    }

    /// <summary>Callbacks by type, so that a resumed run may have others besides those with state.</summary>
    public static IEnumerable<(string Name, Callback Callback)> Named(IEnumerable<Callback> callbacks) =>
        from kind in callbacks.GroupBy(callback => callback.GetType().Name, StringComparer.Ordinal)
        from callback in kind.Index()
        select (callback.Index == 0 ? kind.Key : $"{kind.Key} {callback.Index + 1}", callback.Item);

    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        foreach (var (name, digest) in _digests)
            to.Write(name, digest);
        to.WriteTexts("settings", _settings.Keys);
        to.WriteTexts("values", _settings.Values);
    }

    /// <summary>Compares this run with the one that was saved.</summary>
    /// <exception cref="CheckpointException">They differ; the message says in what.</exception>
    public void Load(StateReader from)
    {
        foreach (var (name, digest) in _digests)
            if (from.ReadText(name) != digest)
                throw Differs(from, $"different {name}");
        var saved = from.ReadTexts("settings").Zip(from.ReadTexts("values")).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        foreach (var name in saved.Keys.Union(_settings.Keys, StringComparer.Ordinal))
            if ((saved.GetValueOrDefault(name, None), _settings.GetValueOrDefault(name, None)) is var (before, now) && before != now)
                throw Differs(from, $"{name}: {before}, where this one has {now}");
    }

    private static CheckpointException Differs(StateReader from, string what) =>
        new(from.Source, $"belongs to a run with {what}; resume with the same settings, or start over in another folder.");

    private static string Digest(IEnumerable<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(';', parts))));
}
