using Atelier.Cli;
using Atelier.Cli.Terminal;

return await CommandLine.RunAsync(args, Streams.OfThisProcess()).ConfigureAwait(false);
