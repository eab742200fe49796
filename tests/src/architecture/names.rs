//! Names of files and types.

use syn::Ident;
use syn::visit::{self, Visit};

use super::source::SourceFile;
use super::{Breach, Rule};

const FORBIDDEN_ENDINGS: [&str; 5] = ["Manager", "Helper", "Dto", "Model", "Impl"];

pub fn check(file: &SourceFile, rust: &syn::File) -> Vec<Breach> {
    let mut names = Names { file, breaches: Vec::new() };
    if file.path.ends_with("/mod.rs") {
        names.breaches.push(Breach::new(
            Rule::ModuleFile,
            &file.path,
            "a module lives in a file of its own name beside its folder",
        ));
    }
    names.visit_file(rust);
    names.breaches
}

struct Names<'a> {
    file: &'a SourceFile,
    breaches: Vec<Breach>,
}

impl Names<'_> {
    fn check(&mut self, name: &Ident) {
        let text = name.to_string();
        if let Some(ending) = FORBIDDEN_ENDINGS.iter().find(|ending| text.ends_with(*ending)) {
            let place = format!("{}:{}", self.file.path, name.span().start().line);
            let what = format!("the type {text} ends in {ending}, which says nothing");
            self.breaches.push(Breach::new(Rule::TypeName, place, what));
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.check(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.check(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.check(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.check(&item.ident);
        visit::visit_item_type(self, item);
    }
}
