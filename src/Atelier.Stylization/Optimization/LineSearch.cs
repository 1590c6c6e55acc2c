using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Atelier.Stylization;

/// <summary>How far L-BFGS goes along a direction.</summary>
public enum LineSearch
{
    /// <summary>The learning rate, whatever becomes of the loss: one evaluation a step.</summary>
    [Description("the learning rate, always")]
    None,

    /// <summary>As far as the strong Wolfe conditions ask: the loss falls with each step.</summary>
    [JsonStringEnumMemberName("strong-wolfe"), Description("as far as the loss falls; steadier and slower")]
    StrongWolfe,
}
