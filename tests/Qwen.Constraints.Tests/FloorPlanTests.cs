using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Qwen.Constraints.Tests;

/// <summary>The rooms of the engine and the arrows between them: who may name whom, read from the assembly's metadata.</summary>
public sealed class FloorPlanTests
{
    // from what the tokens are up to what callers see; the root speaks to all
    private static readonly Dictionary<string, string[]> MayName = new()
    {
        ["Limits"] = [],
        ["Automata"] = ["Limits", "Tokens"],
        ["Tokens"] = [],
        ["Schemas"] = ["Automata", "Limits"],
        ["Machine"] = ["Automata", "Limits", "Schemas", "Tokens"],
        ["Notation"] = ["Automata", "Limits", "Machine", "Schemas"],
    };

    [Fact]
    public void Every_room_names_only_the_rooms_below_it()
    {
        var arrows = Arrows();
        Assert.Contains(("Machine", "Schemas"), arrows);
        foreach (var (from, to) in arrows)
        {
            Assert.True(MayName.ContainsKey(from), $"{from} is a room that the plan does not have.");
            Assert.True(MayName[from].Contains(to), $"{from} names {to}.");
        }
    }

    [Fact]
    public void Only_the_root_is_public()
    {
        Assert.All(typeof(Grammar).Assembly.GetExportedTypes(), type => Assert.Equal("Qwen.Constraints", type.Namespace));
    }

    // every type and member that the code of a type refers to stands in the signatures, fields and bodies of its methods
    private static HashSet<(string From, string To)> Arrows()
    {
        var result = new HashSet<(string, string)>();
        var assembly = typeof(Grammar).Assembly;
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var type in assembly.GetTypes())
        {
            if (Room(type) is not { } from)
                continue;
            foreach (var named in Named(type, metadata, file))
            {
                if (Room(named) is { } to && to != from)
                    result.Add((from, to));
            }
        }

        return result;
    }

    private static IEnumerable<Type> Named(Type type, MetadataReader metadata, PEReader file)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        var direct = new List<Type?>([type.BaseType, .. type.GetInterfaces()]);
        direct.AddRange(type.GetFields(All).Select(f => f.FieldType));
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            direct.AddRange(method.GetParameters().Select(p => p.ParameterType));
            if (method is MethodInfo { ReturnType: var returned })
                direct.Add(returned);
            var handle = (MethodDefinitionHandle)System.Reflection.Metadata.Ecma335.MetadataTokens.Handle(method.MetadataToken);
            if (metadata.GetMethodDefinition(handle).RelativeVirtualAddress is > 0 and var address)
                direct.AddRange(InBody(file.GetMethodBody(address).GetILBytes()!, method));
        }

        return direct.OfType<Type>().SelectMany(WithArguments);
    }

    // a look at every place where a token could stand is enough: what is none does not resolve, or to what the method names anyway
    private static IEnumerable<Type?> InBody(byte[] code, MethodBase method)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
        var methodArguments = method is { IsGenericMethod: true, IsConstructor: false } ? method.GetGenericArguments() : null;
        for (var i = 0; i + 5 <= code.Length; i++)
        {
            // call, ldtoken, newobj, ldfld and their kind: one byte, then a token of a type, field or method
            if (code[i] is not (0x28 or 0x6F or 0x73 or 0x7B or 0x7D or 0x7E or 0x80 or 0xD0 or 0x74 or 0x75 or 0x8D or 0xA3 or 0xA4))
                continue;
            var token = BitConverter.ToInt32(code, i + 1);
            if ((uint)token >> 24 is not (0x01 or 0x02 or 0x04 or 0x06 or 0x0A or 0x1B or 0x2B))
                continue;
            MemberInfo? member;
            try
            {
                member = method.Module.ResolveMember(token, typeArguments, methodArguments);
            }
            catch (Exception error) when (error is ArgumentException or BadImageFormatException)
            {
                continue;
            }

            yield return member as Type ?? member?.DeclaringType;
            if (member is MethodBase { IsGenericMethod: true } generic)
            {
                foreach (var argument in generic.GetGenericArguments())
                    yield return argument;
            }
        }
    }

    private static IEnumerable<Type> WithArguments(Type type)
    {
        if (type.HasElementType)
            return WithArguments(type.GetElementType()!);
        return type.IsGenericType && !type.IsGenericTypeDefinition
            ? type.GetGenericArguments().SelectMany(WithArguments).Append(type.GetGenericTypeDefinition())
            : [type];
    }

    private static string? Room(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.Namespace is { } name && name.StartsWith("Qwen.Constraints.", StringComparison.Ordinal)
            ? name["Qwen.Constraints.".Length..]
            : null;
    }
}
