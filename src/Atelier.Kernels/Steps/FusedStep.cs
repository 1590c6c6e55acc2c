using System.Numerics;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>
/// A step over many parameters in one pass over memory, on torch's number of threads. Each element's result depends on that
/// element alone, so that the number of threads changes nothing, not even a bit.
/// </summary>
internal sealed unsafe class FusedStep<TUpdate>
    where TUpdate : struct, IUpdate
{
    // Large enough that handing it out costs nothing, small enough that two threads end at about the same time.
    private const int Chunk = 1 << 15;

    private readonly List<Piece> _pieces = [];

    /// <summary>Takes a parameter in, if everything of it is float32 on the CPU in one dense layout.</summary>
    public bool TryAdd(Tensor parameter, Tensor gradient, Tensor? first, Tensor? second, in TUpdate update)
    {
        if (!DenseLayout.IsDense(parameter) || !Fits(gradient) || !Fits(first) || !Fits(second))
            return false;
        var count = parameter.numel();
        if (count == 0)
            return true;
        var (p, g) = ((nint)Pointer.ToDense(parameter), (nint)Pointer.ToDense(gradient));
        var (a, b) = (Address(first), Address(second));
        for (long at = 0; at < count; at += Chunk)
            _pieces.Add(new(At(p, at), At(g, at), At(a, at), At(b, at), (int)Math.Min(Chunk, count - at), update));
        return true;

        bool Fits(Tensor? other) => other is null || DenseLayout.IsAlike(other, parameter);

        static nint Address(Tensor? tensor) => tensor is null ? 0 : (nint)Pointer.ToDense(tensor);

        static float* At(nint start, long element) => start == 0 ? null : (float*)start + element;
    }

    /// <summary>Does what was taken in, and forgets it.</summary>
    public void Run()
    {
        Team.Run(_pieces.Count, index => _pieces[index].Run());
        _pieces.Clear();
    }

    private readonly struct Piece(float* parameter, float* gradient, float* first, float* second, int count, TUpdate update)
    {
        public void Run()
        {
            var step = update;
            var at = 0;
            for (; at <= count - Vector<float>.Count; at += Vector<float>.Count)
            {
                var a = first is null ? default : Vector.Load(first + at);
                var b = second is null ? default : Vector.Load(second + at);
                Vector.Store(step.Apply(Vector.Load(parameter + at), Vector.Load(gradient + at), ref a, ref b), parameter + at);
                if (first is not null)
                    Vector.Store(a, first + at);
                if (second is not null)
                    Vector.Store(b, second + at);
            }
            if (at < count)
                RunRest(at);
        }

        // By the same instructions, so that an element's result does not depend on its place.
        private void RunRest(int at)
        {
            var (a, b) = (Read(first, at), Read(second, at));
            Write(update.Apply(Read(parameter, at), Read(gradient, at), ref a, ref b), parameter, at);
            Write(a, first, at);
            Write(b, second, at);
        }

        private Vector<float> Read(float* from, int at)
        {
            if (from is null)
                return default;
            Span<float> lanes = stackalloc float[Vector<float>.Count];
            new ReadOnlySpan<float>(from + at, count - at).CopyTo(lanes);
            return new(lanes);
        }

        private void Write(Vector<float> value, float* to, int at)
        {
            if (to is null)
                return;
            Span<float> lanes = stackalloc float[Vector<float>.Count];
            value.CopyTo(lanes);
            lanes[..(count - at)].CopyTo(new Span<float>(to + at, count - at));
        }
    }
}
