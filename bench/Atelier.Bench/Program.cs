using System.Globalization;
using Atelier.Bench.Benchmarks;
using Atelier.Bench.Experiments;
using Atelier.Bench.Gpu;
using Atelier.Bench.Harness;
using Atelier.Bench.Quality;
using Atelier.Bench.Studio;
using Atelier.Core;

NativeTorch.LetIdleThreadsSleep(); // As the command line does.
IBenchmark[] benchmarks = [new EvaluationBenchmark(), new ShallowEvaluationBenchmark(), new EmbeddedEvaluationBenchmark(), new RecipeBenchmark(), .. TrainingBenchmark.All, .. InferenceBenchmark.All];

if (args is ["worker", var served, var variantName, var side])
    return Worker.Serve(Find(served)!.Variants.Single(v => v.Name == variantName), int.Parse(side, CultureInfo.InvariantCulture));

if (args is [GpuCheck.Name, ..])
    return GpuCheck.Run(args.AsSpan(1));

if (args is [ScheduleExperiment.Name, var data, var results])
    return ScheduleExperiment.Run(data, results);
if (args is [ScheduleExperiment.Name + "-run", var images, var recipe, var seed, var result])
    return ScheduleExperiment.RunOne(images, recipe, int.Parse(seed, CultureInfo.InvariantCulture), result);

if (args is [FactorizationExperiment.Name, var pictures])
    return FactorizationExperiment.Run(pictures);
if (args is [CurvesExperiment.Name, var picture, .. { Length: > 0 } runs])
    return CurvesExperiment.Run(picture, runs);

if (args is [AuditExperiment.Name, var auditFolder])
    return AuditExperiment.Run(auditFolder);

if (args is [QualityExperiment.Name, var photosAndPaintings, var gallery, var pixels, var exact, .. { Length: > 0 } contenders])
    return QualityExperiment.Run(photosAndPaintings, gallery, exact, contenders, int.Parse(pixels, CultureInfo.InvariantCulture));

if (args is [MemoryExperiment.Name, var memoryPhoto, var memoryPainting, var memoryNetwork, .. { Length: <= 1 } memoryFolder])
    return MemoryExperiment.Run(memoryPhoto, memoryPainting, memoryNetwork, memoryFolder.FirstOrDefault());
if (args is [PixelsExperiment.Name, var pixelsPhoto, var pixelsPainting, var pixelsNetwork, .. { Length: <= 1 } pixelsFolder])
    return PixelsExperiment.Run(pixelsPhoto, pixelsPainting, pixelsNetwork, pixelsFolder.FirstOrDefault());
if (args is [WarmStartExperiment.Name, var warmImages, var warmFolder])
    return WarmStartExperiment.Run(warmImages, warmFolder);
if (args is [InstantExperiment.Name, var instantPhoto, var instantPainting, .. { Length: <= 1 } instantFolder])
    return InstantExperiment.Run(instantPhoto, instantPainting, instantFolder.FirstOrDefault());
if (args is [TilesExperiment.Name, var tilesImages, var tilesJudge, var tilesFolder, var tilesSize, var tilesNetwork])
    return TilesExperiment.Run(tilesImages, tilesJudge, tilesFolder, int.Parse(tilesSize, CultureInfo.InvariantCulture), tilesNetwork);

if (args is [ScalesExperiment.Name, var scalesImages, var scalesJudge, var scalesFolder, var scalesSettings])
    return ScalesExperiment.Run(scalesImages, scalesJudge, scalesFolder, scalesSettings);

if (args is [StudioServer.Name, var studioFolder])
    return await StudioServer.ServeAsync(studioFolder);
if (args is [StudioExperiment.Name, var upload, .. { Length: <= 1 } saveTo])
    return await StudioExperiment.RunAsync(upload, saveTo.FirstOrDefault());

// The part of a name before a colon stands for all of its kind.
var chosen = args is [var wanted, ..] ? benchmarks.Where(b => b.Name == wanted || b.Name.StartsWith(wanted + ":", StringComparison.Ordinal)).ToList() : [];
if (chosen.Count == 0 || !BenchOptions.TryParse(args.AsSpan(1), out var options))
{
    Console.Error.WriteLine("usage: ./build bench NAME [--size 288 512] [--rounds 9] [--save [FOLDER]]\n");
    foreach (var b in benchmarks)
        Console.Error.WriteLine($"  {b.Name,-18} {b.Summary}");
    Console.Error.WriteLine("\nusage: ./build bench gpu-check [--device cuda|cpu]\n\n  whether a GPU computes what the CPU does, and how fast; ./build gpu-check packs it for another machine");
    Console.Error.WriteLine("\nusage: ./build bench schedules DATA FOLDER\n\n  accuracy by schedule, with and without weight averaging, five seeds");
    Console.Error.WriteLine("\nusage: ./build bench factorize FOLDER\n\n  what 1 x n and n x 1 save against n x n, in the blocks of Inception v3 and Inception-ResNet-v2");
    Console.Error.WriteLine("\nusage: ./build bench curves PICTURE RUN...\n\n  validation accuracy of several runs of atelier train, epoch by epoch");
    Console.Error.WriteLine("\nusage: ./build bench audit FOLDER\n\n  atelier audit over ten million rows of ten thousand labels: seconds and peak memory");
    Console.Error.WriteLine("\nusage: ./build bench quality IMAGES FOLDER SIZE VGG19 NETWORK|SETTINGS...\n\n  each photo in the style of each painting, by networks or with settings such as '{\"evaluations\":400}', judged by exact VGG-19, on one sheet");
    Console.Error.WriteLine("\nusage: ./build bench memory PHOTO PAINTING VGG19 [FOLDER]\n\n  the memory that atelier stylize foretells, against what it takes");
    Console.Error.WriteLine("\nusage: ./build bench pixels PHOTO PAINTING NETWORK [FOLDER]\n\n  time of an evaluation for each pixel, from 256 to 4096 pixels");
    Console.Error.WriteLine("\nusage: ./build bench warm-start IMAGES FOLDER\n\n  the recipe default from the instant picture: evaluations and time to the same loss");
    Console.Error.WriteLine("\nusage: ./build bench instant PHOTO PAINTING [FOLDER]\n\n  pictures in one pass: warm, beside the recipe default, from the command line, and a thousand of them");
    Console.Error.WriteLine("\nusage: ./build bench tiles IMAGES VGG19 FOLDER SIZE NETWORK\n\n  pictures painted in tiles against the same in one piece");
    Console.Error.WriteLine("\nusage: ./build bench scales IMAGES VGG19 FOLDER SETTINGS\n\n  pictures of 256 to 2048 pixels: whether a small one tells what a large one will look like");
    Console.Error.WriteLine("\nusage: ./build bench studio PHOTO [FOLDER]\n\n  how fast the studio serves fifty visitors while it paints two pictures");
    return 2;
}

var rows = new List<Comparison>();
Console.WriteLine(chosen[0].Summary);
if (chosen[0].Omission is { } omission)
    Console.WriteLine(omission);
foreach (var benchmark in chosen)
    foreach (var size in options.Sizes.Count > 0 ? options.Sizes : benchmark.Sizes)
        rows.AddRange(Comparison.MeasureAll(benchmark, size, options.Rounds ?? benchmark.Rounds));
Console.Write(ResultTable.Format(chosen[0].SizeName, rows));
if (options.SaveTo is { } folder)
    ResultTable.Save(folder, args[0].Replace(':', '-'), chosen[0], rows);
return 0;

IBenchmark? Find(string name) => benchmarks.FirstOrDefault(b => b.Name == name);
