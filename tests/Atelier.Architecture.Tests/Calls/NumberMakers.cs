using TorchSharp;

namespace Atelier.Architecture.Tests;

/// <summary>The methods of TorchSharp that make a <see cref="Scalar"/>, or call one that does: nobody holds what they make.</summary>
internal static class NumberMakers
{
    private const string Constructor = "TorchSharp.Scalar..ctor(";

    // It makes them of a long, which we do not give it, and of a number that a script returns.
    private const string Exempt = "TorchSharp.torch.jit.ScriptModule.invoke(";

    private static readonly HashSet<string> Makers = Find();

    /// <summary>Whether a method is one of them.</summary>
    public static bool Contain(string method) => Makers.Contains(method) && !method.StartsWith(Exempt, StringComparison.Ordinal);

    private static HashSet<string> Find()
    {
        var callers = MethodCalls.In(File.OpenRead(typeof(Scalar).Assembly.Location)).ToLookup(call => call.Called, call => call.Caller);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(callers.Select(called => called.Key).Where(called => called.StartsWith(Constructor, StringComparison.Ordinal)));
        while (open.TryPop(out var maker))
        {
            if (!found.Add(maker))
                continue;
            foreach (var caller in callers[maker])
                open.Push(caller);
        }
        return found;
    }
}
