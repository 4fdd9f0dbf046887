//! What changes with the shape of anything that crosses.

use crate::model::{Field, Model, Type};

/// A hash (FNV-1a) of every name and type that rows are read by: those of structs and of errors, of
/// arguments and of settings.
pub fn of(model: &Model) -> String {
    type Shape<'a> = (&'a str, Vec<(&'a str, &'a Type)>);
    fn members(fields: &[Field]) -> Vec<(&str, &Type)> {
        let fields = fields.iter();
        fields
            .map(|field| (field.name.as_str(), &field.ty))
            .collect()
    }
    let structs = model.structs.iter();
    let structs = structs.map(|found| (found.name.as_str(), members(&found.fields)));
    let arguments = model.operations.iter().map(|operation| -> Shape<'_> {
        let given = operation.arguments.iter();
        let given = given
            .map(|given| (given.name.as_str(), &given.ty))
            .collect();
        (&operation.name, given)
    });
    let settings = model.settings.iter();
    let settings = settings
        .map(|setting| (setting.name.as_str(), &setting.ty))
        .collect();
    let others = [("Error", members(&model.error)), ("settings", settings)];
    let mut shape = String::new();
    for (name, members) in &model.shells {
        shape.push_str(&format!("{name},{};", members.join(",")));
    }
    for (name, members) in structs.chain(arguments).chain(others) {
        shape.push_str(name);
        for (name, ty) in members {
            shape.push_str(&format!(",{name}:{}", ty.rust()));
        }
        shape.push(';');
    }
    let hash = shape.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}
