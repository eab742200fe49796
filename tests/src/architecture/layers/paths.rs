//! Collects what a file names, resolved to the own crate where it leads there.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Ident, ItemMod, Macro, Path, UseTree};

use super::super::source::only_for_tests;
use super::Thing;

pub struct Named {
    pub what: Thing,
    pub line: usize,
}

/// Everything named outside of unit tests by a file that holds `module`.
pub fn named_in(rust: &syn::File, module: &[String]) -> Vec<Named> {
    let mut collector = Collector { module: module.to_vec(), found: Vec::new() };
    collector.visit_file(rust);
    collector.found
}

struct Collector {
    module: Vec<String>,
    found: Vec<Named>,
}

impl Collector {
    fn add(&mut self, what: Thing, line: usize) {
        self.found.push(Named { what, line });
    }

    fn path(&mut self, words: &[String], line: usize) {
        if let Some(thing) = resolve(words, &self.module) {
            self.add(thing, line);
        }
    }

    fn use_tree(&mut self, tree: &UseTree, before: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.use_tree(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => {
                for item in &group.items {
                    self.use_tree(item, before);
                }
            }
            UseTree::Name(name) => self.imported(before, Some(&name.ident), line(&name.ident)),
            UseTree::Rename(name) => self.imported(before, Some(&name.ident), line(&name.ident)),
            UseTree::Glob(glob) => self.imported(before, None, glob.star_token.span.start().line),
        }
    }

    fn imported(&mut self, before: &[String], last: Option<&Ident>, line: usize) {
        let last = last.map(ToString::to_string);
        let words: Vec<String> = before.iter().cloned().chain(last.filter(|word| word != "self")).collect();
        self.path(&words, line);
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !only_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &mut Vec::new());
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        self.path(&[item.ident.to_string()], item.ident.span().start().line);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        // a lone word is a local name, imported somewhere above
        if path.segments.len() > 1 {
            let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.path(&words, path.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let line = called.path.span().start().line;
        let text = called.tokens.to_string();
        for words in paths_in(&text) {
            self.path(&words, line);
        }
        if text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == "await") {
            self.add(Thing::Waiting, line);
        }
        visit::visit_macro(self, called);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if let Some(token) = &signature.asyncness {
            self.add(Thing::Waiting, token.span.start().line);
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.add(Thing::Waiting, block.async_token.span.start().line);
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_await(&mut self, expression: &'ast syn::ExprAwait) {
        self.add(Thing::Waiting, expression.await_token.span.start().line);
        visit::visit_expr_await(self, expression);
    }
}

fn line(name: &Ident) -> usize {
    name.span().start().line
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `crate`, `self` and `super` lead into the own crate; anything else is taken for the name of another one.
fn resolve(words: &[String], module: &[String]) -> Option<Thing> {
    let first = words.first()?;
    let mut here: Vec<String> = match first.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.to_vec(),
        _ => return Some(Thing::Foreign(first.clone())),
    };
    for word in words {
        match word.as_str() {
            "crate" | "self" => {}
            "super" => {
                here.pop();
            }
            _ => here.push(word.clone()),
        }
    }
    Some(Thing::Own(here))
}

/// Words joined by `::` in the text of a macro call.
fn paths_in(text: &str) -> Vec<Vec<String>> {
    let joined = text.replace(" :: ", "::").replace(":: ", "::").replace(" ::", "::");
    joined
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':')
        .filter(|piece| piece.contains("::"))
        .map(|piece| piece.split("::").filter(|word| !word.is_empty()).map(str::to_owned).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str) -> Vec<String> {
        path.split("::").map(str::to_owned).collect()
    }

    #[test]
    fn relative_paths_are_resolved_from_the_module_they_stand_in() {
        let module = words("usecases::sign_up");
        let own = |path: &str| Some(Thing::Own(words(path)));
        assert_eq!(resolve(&words("super::super::store::users"), &module), own("store::users"));
        assert_eq!(resolve(&words("self::rules"), &module), own("usecases::sign_up::rules"));
        assert_eq!(resolve(&words("crate::store"), &module), own("store"));
        assert_eq!(resolve(&words("diesel::prelude"), &module), Some(Thing::Foreign("diesel".into())));
    }

    #[test]
    fn paths_are_found_in_the_text_of_macros() {
        assert_eq!(paths_in("x = crate :: store :: find (y) , tokio :: spawn (z)").len(), 2);
        assert!(paths_in("a : b , c").is_empty());
    }
}
