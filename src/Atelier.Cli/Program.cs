using Atelier.Cli;
using Atelier.Core;

NativeTorch.LetIdleThreadsSleep();
return await CommandLine.RunAsync(args, Streams.OfThisProcess()).ConfigureAwait(false);
