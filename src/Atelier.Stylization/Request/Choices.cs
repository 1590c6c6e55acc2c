using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Atelier.Stylization;

/// <summary>What a request asks for.</summary>
public enum RequestKind
{
    /// <summary>A photo in the style of paintings.</summary>
    [Description("a photo in the style of paintings")]
    Stylize,

    /// <summary>What a network's layer keeps of a picture, as one picture from noise.</summary>
    [Description("what a network's layer keeps of a picture")]
    Reconstruct,
}

/// <summary>How a picture is made.</summary>
public enum Recipe
{
    /// <summary>Relative losses at a few layers, from small to large.</summary>
    [Description("the best picture in the least time")]
    Default,

    /// <summary>One pass through a network that has learned to paint.</summary>
    [Description("at once, in one pass through a network")]
    Instant,

    /// <summary>The procedure of fast.ai's lesson, which leaves nothing else to choose.</summary>
    [Description("fast.ai's procedure with its constants")]
    Lesson13,
}

/// <summary>Whose colors a result has.</summary>
public enum ColorSource
{
    /// <summary>The painting's.</summary>
    [Description("the painting's")]
    Painting,

    /// <summary>The photo's: only light and dark are painted.</summary>
    [Description("the photo's; only light and dark are painted")]
    Photo,

    /// <summary>The photo's on the whole: paintings are given their mean and covariance, and so is the result.</summary>
    [Description("the photo's on the whole; strokes keep the painting's contrasts of color")]
    Linear,

    /// <summary>The photo's, to each the share that it has there.</summary>
    [Description("the photo's, each as often as in the photo")]
    Histogram,
}

/// <summary>How the distance from a painting's style is measured.</summary>
public enum StyleLoss
{
    /// <summary>Between Gram matrices: which channels fire together.</summary>
    [Description("which features go together (Gram matrices)")]
    Gram,

    /// <summary>The Wasserstein-2 distance of means and covariances.</summary>
    [Description("how far features have to move (Wasserstein-2 of means and covariances)")]
    Wasserstein,

    /// <summary>The sliced Wasserstein-2 distance.</summary>
    [Description("how far features have to move along each of many directions (sliced Wasserstein-2); slower")]
    Sliced,
}

/// <summary>What an optimization starts from.</summary>
public enum StartImage
{
    /// <summary>The photo.</summary>
    [Description("the photo")]
    Content,

    /// <summary>Uniform noise, median-filtered as in the lesson.</summary>
    [Description("noise from the seed")]
    Noise,

    /// <summary>An image that the caller gives.</summary>
    [Description("another picture")]
    Image,
}

/// <summary>How the image is optimized.</summary>
public enum OptimizerKind
{
    /// <summary>Limited-memory BFGS.</summary>
    [JsonStringEnumMemberName("lbfgs"), Description("fast, as in the papers")]
    LBfgs,

    /// <summary>Adam.</summary>
    [Description("slower, and rarely diverges")]
    Adam,
}

/// <summary>How a network's input was scaled in training.</summary>
public enum InputScaling
{
    /// <summary>As the weight file says, else as in torchvision.</summary>
    [Description("as the weight file says, else as in torchvision")]
    File,

    /// <summary>ImageNet's mean and deviation.</summary>
    [Description("ImageNet's mean and deviation")]
    Torchvision,

    /// <summary>ImageNet's mean in BGR, values to 255.</summary>
    [Description("ImageNet's mean, in BGR to 255")]
    Caffe,

    /// <summary>Not at all.</summary>
    [Description("not at all")]
    None,
}

/// <summary>What a reconstruction shows.</summary>
public enum Aspect
{
    /// <summary>What the picture shows.</summary>
    [Description("what the picture shows")]
    Content,

    /// <summary>Its texture.</summary>
    [Description("its texture")]
    Style,
}
