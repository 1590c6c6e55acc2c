using Microsoft.CodeAnalysis;

namespace Atelier.Architecture.Tests;

public sealed class PublicApiTests
{
    private static readonly SymbolDisplayFormat Signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static TheoryData<string> Libraries() =>
        [.. Source.Projects.Select(project => project.Name).Where(name => name != "Atelier.Cli")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_OfALibrary_IsTheOneThatWasAgreedOn(string name) =>
        Approved.ShouldHold($"tests/Atelier.Architecture.Tests/PublicApi/{name}.txt", Api(Room.Named(name)));

    private static string Api(Room room) =>
        string.Concat(room.Types.Where(IsVisible).SelectMany(Lines).Order(StringComparer.Ordinal).Select(line => $"{line}\n"));

    private static IEnumerable<string> Lines(INamedTypeSymbol type) =>
        type.GetMembers().Where(IsApi).Select(member => $"{type.ToDisplayString(Signature)}: {Modifier(member)}{member.ToDisplayString(Signature)}")
            .Prepend($"{type.ToDisplayString(Signature)} [{Kind(type)}{Bases(type)}]");

    private static string Kind(INamedTypeSymbol type) =>
        $"{(type.IsStatic ? "static " : type.IsAbstract && type.TypeKind == TypeKind.Class ? "abstract " : "")}"
        + $"{(type.IsRecord ? "record " : "")}{type.TypeKind.ToString().ToLowerInvariant()}";

    private static string Bases(INamedTypeSymbol type)
    {
        var bases = type.Interfaces.Select(face => face.ToDisplayString(Signature)).Order(StringComparer.Ordinal).ToList();
        if (type.TypeKind == TypeKind.Class && type.BaseType is { SpecialType: not SpecialType.System_Object } parent)
            bases.Insert(0, parent.ToDisplayString(Signature));
        return bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static string Modifier(ISymbol member) => member.DeclaredAccessibility == Accessibility.Public ? "" : "protected ";

    private static bool IsVisible(INamedTypeSymbol type) => IsReachable(type) && (type.ContainingType is null || IsVisible(type.ContainingType));

    private static bool IsReachable(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    // What the compiler derives follows from what is listed; accessors stand with their property, and nested types for themselves.
    private static bool IsApi(ISymbol member) =>
        IsReachable(member) && member is not INamedTypeSymbol and not IMethodSymbol { AssociatedSymbol: not null }
        && (!member.IsImplicitlyDeclared || member is IPropertySymbol { Name: not "EqualityContract" });
}
