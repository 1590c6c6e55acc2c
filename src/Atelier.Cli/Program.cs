using Atelier.Cli;
using Atelier.Core;

NativeTorch.LetIdleThreadsSleep();
return await CommandTree.RunAsync(args, Streams.OfThisProcess()).ConfigureAwait(false);
