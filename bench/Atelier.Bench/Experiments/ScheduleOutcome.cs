namespace Atelier.Bench.Experiments;

/// <summary>What one run came to.</summary>
/// <param name="Recipe">The recipe's name.</param>
/// <param name="Seed">Of weights, order and augmentation.</param>
/// <param name="Accuracy">Of the last weights on the validation set, in [0,1].</param>
/// <param name="SwaAccuracy">Of the averaged weights.</param>
/// <param name="Loss">Validation loss of the last weights.</param>
/// <param name="SwaLoss">Validation loss of the averaged weights.</param>
public sealed record ScheduleOutcome(string Recipe, int Seed, double Accuracy, double SwaAccuracy, double Loss, double SwaLoss);
