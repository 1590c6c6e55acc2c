using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Atelier.Architecture.Tests;

/// <summary>The names of an assembly's methods, and of those that it uses: a method has the same one in each assembly.</summary>
internal sealed class MethodNames(MetadataReader metadata) : ISignatureTypeProvider<string, object?>
{
    private readonly Dictionary<EntityHandle, string?> _names = [];

    /// <summary><c>Space.Type.Method(parameters) : result</c>, or null for what is no method.</summary>
    public string? Of(EntityHandle handle) => _names.TryGetValue(handle, out var name) ? name : _names[handle] = NameOf(handle);

    private string? NameOf(EntityHandle handle) => handle switch
    {
        { IsNil: true } => null,
        { Kind: HandleKind.MethodDefinition } => Of(metadata.GetMethodDefinition((MethodDefinitionHandle)handle)),
        { Kind: HandleKind.MemberReference } => Of(metadata.GetMemberReference((MemberReferenceHandle)handle)),
        { Kind: HandleKind.MethodSpecification } => Of(metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method),
        _ => null,
    };

    private string Of(MethodDefinition method) =>
        Name(GetTypeFromDefinition(metadata, method.GetDeclaringType(), 0), method.Name, method.DecodeSignature(this, null));

    private string? Of(MemberReference member) =>
        member.GetKind() != MemberReferenceKind.Method ? null : Name(TypeName(member.Parent), member.Name, member.DecodeMethodSignature(this, null));

    private string Name(string type, StringHandle name, MethodSignature<string> signature) =>
        $"{type}.{metadata.GetString(name)}({string.Join(", ", signature.ParameterTypes)}) : {signature.ReturnType}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return Qualified(outer.IsNil ? reader.GetString(type.Namespace) : GetTypeFromDefinition(reader, outer, 0), reader.GetString(type.Name));
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var outer = type.ResolutionScope;
        return Qualified(outer.Kind == HandleKind.TypeReference ? TypeName(outer) : reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function*";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    private string TypeName(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => GetTypeFromSpecification(metadata, null, (TypeSpecificationHandle)handle, 0),
        _ => "",
    };

    private static string Qualified(string outer, string name) => outer.Length == 0 ? name : $"{outer}.{name}";
}
