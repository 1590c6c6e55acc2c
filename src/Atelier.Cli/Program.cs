return await Atelier.Cli.CommandLine.RunAsync(args).ConfigureAwait(false);
