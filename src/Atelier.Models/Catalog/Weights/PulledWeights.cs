namespace Atelier.Models;

/// <summary>Weights that are on this machine now, whole and checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Downloaded">Bytes that came over the network for it; 0 where it was there.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex.</param>
public sealed record PulledWeights(string Path, long Bytes, long Downloaded, string Sha256);
