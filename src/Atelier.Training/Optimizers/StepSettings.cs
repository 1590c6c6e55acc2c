namespace Atelier.Training;

/// <summary>The hyper-parameters of one step.</summary>
/// <param name="LearningRates">Per layer group, or one for all; 0 or more.</param>
/// <param name="Momentum">Momentum of SGD and RMSprop, beta1 of the Adam family; in [0,1).</param>
/// <param name="Beta">beta2 of the Adam family, alpha of RMSprop, unused by SGD; in [0,1).</param>
/// <param name="WeightDecay">Per layer group, or one for all; 0 or more.</param>
/// <param name="WeightDecayInLoss">Whether decay is added to the gradient, as the derivative of wd/2 |p|^2 in the loss;
/// otherwise it is decoupled: p -= wd lr p before the step.</param>
public sealed record StepSettings(
    GroupValues LearningRates, double Momentum, double Beta, GroupValues WeightDecay, bool WeightDecayInLoss = true);
