using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>Numbers for torch's operations, which live until the operation has read them.</summary>
/// <remarks>
/// TorchSharp hands a number over as a <see cref="Scalar"/>, a managed object whose finalizer frees the native number. Its operations read
/// the native address and do not hold the object any longer, so where nothing else does, as in <c>x * 0.5</c>, a garbage collection that
/// starts at that moment frees the number while torch reads it: "Unknown scalar type", or another number. These are held by their thread,
/// or forever. Write <c>x * Number(0.5)</c>, and do without what makes such numbers inside of TorchSharp: <c>a.Plus(b)</c> is
/// <c>a + b</c>, <c>a.add_(b, alpha: One)</c> is <c>a.add_(b)</c>, <c>x.pow(Number(2))</c> is <c>x.square()</c>, and <c>x.ToNumber()</c> is
/// <c>x.ToDouble()</c>.
/// <para>
/// A thread holds the last <see cref="Held"/> that it made. An operation takes three at most and is done with them when it returns, on the
/// thread that called it, so this is enough wherever a number is made for the operation that takes it; do not keep one for later. What is
/// no longer held is not disposed but left to its finalizer, as somebody may hold it still.
/// </para>
/// </remarks>
internal static class Numbers
{
    private const int Held = 256;

    [ThreadStatic]
    private static Scalar[]? Ring;

    [ThreadStatic]
    private static uint Made;

    /// <summary>The integer 1.</summary>
    public static Scalar One { get; } = 1L.ToScalar();

    /// <summary>A number that makes integer tensors floating-point ones, as a <c>double</c> does.</summary>
    public static Scalar Number(double value) => Hold(value.ToScalar());

    /// <summary>A number that leaves integer tensors what they are.</summary>
    public static Scalar Number(long value) => Hold(value.ToScalar());

    /// <summary>left + right, of tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, alpha: One);

    /// <summary>left + right. Integers become floating-point numbers.</summary>
    public static Tensor Plus(this Tensor left, double right) => left.add(Number(right), alpha: One);

    /// <summary>left + right. Integers stay what they are.</summary>
    public static Tensor Plus(this Tensor left, long right) => left.add(Number(right), alpha: One);

    /// <summary>The number that a tensor of one element holds, of whatever type and on whatever device.</summary>
    public static double ToNumber(this Tensor tensor)
    {
        using var number = tensor.ToScalar();
        return number.ToDouble();
    }

    /// <summary>0, 1, ... below <paramref name="stop"/>.</summary>
    /// <returns>int64 unless another type is asked for, [stop].</returns>
    public static Tensor Arange(long stop, ScalarType? dtype = null, Device? device = null) => arange(Number(0), Number(stop), One, dtype, device);

    private static Scalar Hold(Scalar number)
    {
        Ring ??= new Scalar[Held];
        Ring[Made++ % Held] = number;
        return number;
    }
}
