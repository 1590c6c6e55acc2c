namespace Atelier.Core.Tests;

/// <summary>State from lambdas.</summary>
internal sealed class Stateful(Action<StateWriter>? save = null, Action<StateReader>? load = null) : IStateful
{
    public void Save(StateWriter to) => save?.Invoke(to);

    public void Load(StateReader from) => load?.Invoke(from);
}
