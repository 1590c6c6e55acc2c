using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Atelier.Architecture.Tests;

/// <summary>Which methods of an assembly use which methods, read from its code without loading it.</summary>
internal static class MethodCalls
{
    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Each use, in order. To take a method's address, as for a delegate, is a use, too.</summary>
    /// <param name="assembly">Its file; disposed.</param>
    public static IReadOnlyList<MethodCall> In(Stream assembly)
    {
        using var file = new PEReader(assembly);
        var metadata = file.GetMetadataReader();
        var names = new MethodNames(metadata);
        var calls = new List<MethodCall>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var body = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (body == 0)
                continue;
            var code = Instructions(file.GetMethodBody(body).GetILReader());
            for (var i = 0; i < code.Count; i++)
            {
                if (names.Of(code[i].Operand) is { } used)
                    calls.Add(new(names.Of(handle)!, used, i + 1 < code.Count ? code[i + 1].Code.Name! : ""));
            }
        }
        return calls;
    }

    // The operand is nil where it is no method.
    private static List<(OpCode Code, EntityHandle Operand)> Instructions(BlobReader code)
    {
        var instructions = new List<(OpCode, EntityHandle)>();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var instruction = OpCodesByValue[first == TwoBytes ? TwoBytes << 8 | code.ReadByte() : first];
            instructions.Add((instruction, Operand(instruction.OperandType, ref code)));
        }
        return instructions;
    }

    private static EntityHandle Operand(OperandType type, ref BlobReader code)
    {
        if (type is OperandType.InlineMethod or OperandType.InlineTok)
            return MetadataTokens.EntityHandle(code.ReadInt32());
        var bytes = type switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => sizeof(int) * code.ReadInt32(),
            _ => 4,
        };
        code.Offset += bytes;
        return default;
    }
}

/// <summary>One use of a method.</summary>
/// <param name="Caller">Who uses it: <c>Space.Type.Method(parameters) : result</c>.</param>
/// <param name="Called">What is used.</param>
/// <param name="Next">The instruction that comes next: <c>stloc.0</c> where the result goes into a variable.</param>
internal sealed record MethodCall(string Caller, string Called, string Next);
