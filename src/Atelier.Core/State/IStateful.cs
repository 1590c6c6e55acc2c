namespace Atelier.Core;

/// <summary>
/// Something whose state can be saved and restored, so that it continues exactly as if it had never stopped: an optimizer, an
/// average, a callback, a whole run.
/// </summary>
/// <remarks>
/// What PyTorch's <c>state_dict</c> is to modules. <see cref="Save"/> and <see cref="Load"/> mirror each other, entry by entry:
/// whatever one writes, the other must read.
/// </remarks>
/// <example><code>
/// public void Save(StateWriter to)
/// {
///     to.Write("steps", _steps);
///     to.Write("mean", _mean);
///     to.Write("optimizer", _optimizer);   // another IStateful: its entries are optimizer.*
/// }
///
/// public void Load(StateReader from)
/// {
///     _steps = from.ReadLong("steps");
///     from.ReadInto("mean", _mean);
///     from.ReadInto("optimizer", _optimizer);
/// }
/// </code></example>
public interface IStateful
{
    /// <summary>Writes everything that the future depends on. The object does not change.</summary>
    void Save(StateWriter to);

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CheckpointException">The state does not fit this object, which may then be loaded in part: discard it.</exception>
    void Load(StateReader from);
}
