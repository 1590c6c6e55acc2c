using Atelier.Core;
using Atelier.Imaging;
using Atelier.Samples.OwnLoss;

// A screen print in four inks, by a loss of one's own. Ctrl-C stops it; the same command continues.
// Run: dotnet run -c Release [PHOTO STYLE OUT]
NativeTorch.LetIdleThreadsSleep();
var pictures = Path.Combine(AppContext.BaseDirectory, "pictures");
var (photoPath, stylePath, output) = args is [var a, var b, var c]
    ? (a, b, c)
    : (Path.Combine(pictures, "bird.jpg"), Path.Combine(pictures, "woodcut.jpg"), "print.png");
using var photo = ImageFile.Read(photoPath);
using var style = ImageFile.Read(stylePath);
using var inks = Print.Inks("F4E9D3", "C8452F", "3F6E73", "16232B"); // paper, vermilion, petrol, black
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var print = new Print(photo, style, inks, weight: 60);
using var result = print.Run(new() { Size = 768, Evaluations = 400 }, output + ".ckpt", new ProgressLine(), stop.Token);
Console.WriteLine();
ImageFile.Write(output, result.Image);
Console.WriteLine($"{output}: {result.History.Count} evaluations, {result.End}, loss {result.Losses.Total:G4}, of which the inks {result.Losses.Other:G3}");
