using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Atelier.Architecture.Tests;

/// <summary>What a built assembly uses of others, read from its metadata without loading it.</summary>
internal sealed class BuiltAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    private BuiltAssembly(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>The assembly of a project as it lies beside the tests; null where the tests do not reference the project.</summary>
    public static BuiltAssembly? Of(string name, string projectFile)
    {
        var assemblyName = XDocument.Load(projectFile).Descendants("AssemblyName").FirstOrDefault()?.Value ?? name;
        var path = Path.Combine(AppContext.BaseDirectory, $"{assemblyName}.dll");
        return File.Exists(path) ? new BuiltAssembly(path) : null;
    }

    /// <summary>Names of the assemblies that it references.</summary>
    public IEnumerable<string> References =>
        _metadata.AssemblyReferences.Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name));

    /// <summary>Methods and fields that it uses of the types of one assembly, as <c>Type.Member</c>.</summary>
    public IEnumerable<string> MembersUsedOf(string assembly)
    {
        foreach (var handle in _metadata.MemberReferences)
        {
            var member = _metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference && NameWithin((TypeReferenceHandle)member.Parent, assembly) is { } type)
                yield return $"{type}.{_metadata.GetString(member.Name)}";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The type's name where the assembly defines it; a nested type is defined where its outermost type is.
    private string? NameWithin(TypeReferenceHandle handle, string assembly)
    {
        var type = _metadata.GetTypeReference(handle);
        var name = _metadata.GetString(type.Name);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => NameWithin((TypeReferenceHandle)type.ResolutionScope, assembly) is { } outer ? $"{outer}.{name}" : null,
            HandleKind.AssemblyReference =>
                _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == assembly ? name : null,
            _ => null,
        };
    }
}
