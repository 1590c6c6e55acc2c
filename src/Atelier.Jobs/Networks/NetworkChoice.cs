namespace Atelier.Jobs;

/// <summary>A network that can be named in <see cref="Atelier.Stylization.StylizationRequest.Network"/>.</summary>
/// <param name="Name">To name it by.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">One sentence.</param>
/// <param name="IsDefault">Whether it is the one that is used where none is named.</param>
/// <param name="IsHere">Whether it is on this machine; another must be downloaded first (<c>atelier weights pull</c>).</param>
public sealed record NetworkChoice(string Name, string Title, string Description, bool IsDefault, bool IsHere);
